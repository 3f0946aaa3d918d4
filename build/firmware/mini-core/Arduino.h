// The few of Arduino's functions that the board's sketch uses, for an ATmega328P at 16 MHz: what is shipped as a hex file holds no
// code but ours and avr-libc's. On a person's own board the sketch is built with Arduino's core as ever.
#pragma once
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/pgmspace.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define LOW 0
#define HIGH 1
#define INPUT 0
#define OUTPUT 1
#define INPUT_PULLUP 2
#define A0 14

class __FlashStringHelper;
#define F(literal) (reinterpret_cast<const __FlashStringHelper *>(PSTR(literal)))

void pinMode(uint8_t pin, uint8_t mode);
void digitalWrite(uint8_t pin, uint8_t level);
int digitalRead(uint8_t pin);
/** Pins 5, 6, 9, 10 and 11. */
void analogWrite(uint8_t pin, int duty);
int analogRead(uint8_t pin);
uint32_t millis();
inline void noInterrupts() { cli(); }
inline void interrupts() { sei(); }

struct SerialPort {
  void begin(uint32_t baud);
  int available();
  int read();
  /** Waits where 64 bytes are on their way already. */
  void print(char c);
  void print(const char *text);
  void print(const __FlashStringHelper *text);
  void print(long number);
  void print(unsigned int number) { print((long)number); }
};
extern SerialPort Serial;

void setup();
void loop();
