// See Arduino.h. Timer 0 runs free at 16 MHz / 64 / 256, so that its compare interrupt is there for the sketch.
#include "Arduino.h"
#include <avr/sleep.h>
#include <stdlib.h>

static volatile uint32_t elapsed;
static volatile uint8_t spare;

// A round takes 1.024 ms: one whole millisecond and 3 of 125 parts.
ISR(TIMER0_OVF_vect) {
  uint8_t rest = spare + 3;
  uint32_t ms = elapsed + 1;
  if (rest >= 125) { rest -= 125; ms += 1; }
  spare = rest;
  elapsed = ms;
}
uint32_t millis() {
  uint8_t state = SREG;
  cli();
  uint32_t ms = elapsed;
  SREG = state;
  return ms;
}

static volatile uint8_t *portOf(uint8_t pin) { return pin < 8 ? &PORTD : pin < 14 ? &PORTB : &PORTC; }
static uint8_t bitOf(uint8_t pin) { return _BV(pin < 8 ? pin : pin < 14 ? pin - 8 : pin - 14); }

static void stopPwm(uint8_t pin) {
  switch (pin) {
    case 5: TCCR0A &= ~_BV(COM0B1); break;
    case 6: TCCR0A &= ~_BV(COM0A1); break;
    case 9: TCCR1A &= ~_BV(COM1A1); break;
    case 10: TCCR1A &= ~_BV(COM1B1); break;
    case 11: TCCR2A &= ~_BV(COM2A1); break;
  }
}
void pinMode(uint8_t pin, uint8_t mode) {
  volatile uint8_t *port = portOf(pin), *direction = port - 1;
  uint8_t state = SREG;
  cli();
  if (mode == OUTPUT) *direction |= bitOf(pin); else *direction &= ~bitOf(pin);
  if (mode == INPUT_PULLUP) *port |= bitOf(pin);
  SREG = state;
}
void digitalWrite(uint8_t pin, uint8_t level) {
  uint8_t state = SREG;
  cli();
  stopPwm(pin);
  if (level == LOW) *portOf(pin) &= ~bitOf(pin); else *portOf(pin) |= bitOf(pin);
  SREG = state;
}
int digitalRead(uint8_t pin) { return (*(portOf(pin) - 2) & bitOf(pin)) == 0 ? LOW : HIGH; }
void analogWrite(uint8_t pin, int duty) {
  uint8_t state = SREG;
  cli();
  switch (pin) {
    case 5: OCR0B = duty; TCCR0A |= _BV(COM0B1); break;
    case 6: OCR0A = duty; TCCR0A |= _BV(COM0A1); break;
    case 9: OCR1A = duty; TCCR1A |= _BV(COM1A1); break;
    case 10: OCR1B = duty; TCCR1A |= _BV(COM1B1); break;
    case 11: OCR2A = duty; TCCR2A |= _BV(COM2A1); break;
  }
  SREG = state;
}
int analogRead(uint8_t pin) {
  ADMUX = _BV(REFS0) | ((pin >= A0 ? pin - A0 : pin) & 7);
  ADCSRA |= _BV(ADSC);
  while (ADCSRA & _BV(ADSC)) {}
  return ADC;
}

// ---- Serial ----
static const uint8_t size = 64;
static volatile uint8_t received[size], receivedFrom, receivedTo, waiting[size], waitingFrom, waitingTo;
SerialPort Serial;

ISR(USART_RX_vect) {
  uint8_t byte = UDR0, next = (receivedTo + 1) % size;
  if (next == receivedFrom) return;  // full: the line is cut, and answered with bad_line or not_understood
  received[receivedTo] = byte;
  receivedTo = next;
}
ISR(USART_UDRE_vect) {
  UDR0 = waiting[waitingFrom];
  waitingFrom = (waitingFrom + 1) % size;
  if (waitingFrom == waitingTo) UCSR0B &= ~_BV(UDRIE0);
}
void SerialPort::begin(uint32_t baud) {
  UBRR0 = (F_CPU / 4 / baud - 1) / 2;
  UCSR0A = _BV(U2X0);
  UCSR0C = _BV(UCSZ01) | _BV(UCSZ00);
  UCSR0B = _BV(RXEN0) | _BV(TXEN0) | _BV(RXCIE0);
}
int SerialPort::available() { return (uint8_t)(size + receivedTo - receivedFrom) % size; }
int SerialPort::read() {
  if (receivedFrom == receivedTo) return -1;
  uint8_t byte = received[receivedFrom];
  receivedFrom = (receivedFrom + 1) % size;
  return byte;
}
void SerialPort::print(char c) {
  uint8_t next = (waitingTo + 1) % size;
  while (next == waitingFrom) { set_sleep_mode(SLEEP_MODE_IDLE); sleep_mode(); }
  waiting[waitingTo] = c;
  waitingTo = next;
  UCSR0B |= _BV(UDRIE0);
}
void SerialPort::print(const char *text) { while (*text) print(*text++); }
void SerialPort::print(const __FlashStringHelper *text) {
  const char *at = reinterpret_cast<const char *>(text);
  for (char c; (c = pgm_read_byte(at)) != 0; at++) print(c);
}
void SerialPort::print(long number) { char digits[12]; ltoa(number, digits, 10); print((const char *)digits); }

int main() {
  TCCR0A = _BV(WGM01) | _BV(WGM00);
  TCCR0B = _BV(CS01) | _BV(CS00);
  TIMSK0 = _BV(TOIE0);
  TCCR1A = _BV(WGM10);
  TCCR1B = _BV(CS11) | _BV(CS10);
  TCCR2A = _BV(WGM20);
  TCCR2B = _BV(CS22);
  ADCSRA = _BV(ADEN) | _BV(ADPS2) | _BV(ADPS1) | _BV(ADPS0);
  sei();
  setup();
  for (;;) loop();
}
