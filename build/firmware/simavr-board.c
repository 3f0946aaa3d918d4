// Runs a program for the ATmega328P in simavr: a second opinion on the board's firmware. For tests alone; simavr is GPL, and nothing
// of this is shipped.
//   simavr-board program.hex                 board time passes when it is told to, bytes go by standard input and output
//   simavr-board program.hex /path/of/link   at the pace of the wall clock, with its serial line on a pseudo terminal
// Standard input: "pin <n> <0|1>", "adc <channel> <millivolt>", "reset"; "rx <hex>", "run <ms>" or "unplug", "plug".
// Standard output: "pin <n> <0 to 255> <ms>", "tx <hex>" and "done" or "plugged", "unplugged <ms>". All ms are the board's.
#define _GNU_SOURCE
#include <avr_adc.h>
#include <avr_ioport.h>
#include <avr_uart.h>
#include <fcntl.h>
#include <poll.h>
#include <sim_avr.h>
#include <sim_hex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static avr_t *avr;
static avr_irq_t *uartInput;
static int master = -1, mayReceive = 1;
static const char *linkPath;
static unsigned char waiting[4096];
static size_t waitingFrom, waitingTo, sentCount;
static unsigned char sent[65536];

static void plug(void) {
  master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
  grantpt(master);
  unlockpt(master);
  const char *name = ptsname(master);
  int slave = open(name, O_RDWR | O_NOCTTY);
  struct termios how;
  tcgetattr(slave, &how);
  cfmakeraw(&how);
  tcsetattr(slave, TCSANOW, &how);
  close(slave);
  unlink(linkPath);
  if (symlink(name, linkPath) != 0) exit(1);
  puts("plugged");
}
static void unplug(void) {
  unlink(linkPath);
  close(master);
  master = -1;
  waitingFrom = waitingTo = 0;
  printf("unplugged %.1f\n", avr->cycle / 16e3);
}
static void onByte(struct avr_irq_t *irq, uint32_t value, void *param) {
  unsigned char byte = value;
  if (linkPath == NULL && sentCount < sizeof sent) sent[sentCount++] = byte;
  if (master >= 0 && write(master, &byte, 1) < 0) return;  // nobody reads: lost, as on a wire
}
static void onReady(struct avr_irq_t *irq, uint32_t value, void *param) { mayReceive = 1; }
static void onFull(struct avr_irq_t *irq, uint32_t value, void *param) { mayReceive = 0; }

// Pin to what drives it with PWM: control register, bit, and register of the duty, in the data space.
static const int units[14][3] = {[5] = {0x44, 0x20, 0x48}, [6] = {0x44, 0x80, 0x47}, [9] = {0x80, 0x80, 0x88}, [10] = {0x80, 0x20, 0x8a}, [11] = {0xb0, 0x80, 0xb3}};
static void tellPins(void) {
  static int told[14];
  for (int pin = 4; pin < 14; pin++) {
    const uint8_t *data = avr->data;
    int bit = 1 << (pin < 8 ? pin : pin - 8), port = pin < 8 ? 0x2b : 0x25;
    int value = (data[port] & bit) ? 255 : 0;
    if (units[pin][0] != 0 && (data[units[pin][0]] & units[pin][1])) value = data[units[pin][2]];
    if (!(data[port - 1] & bit)) value = 0;
    if (value != told[pin]) printf("pin %d %d %.1f\n", pin, told[pin] = value, avr->cycle / 16e3);
  }
}

static avr_cycle_count_t nextByte;
static void step(void) {
  int state = avr_run(avr);
  if (state == cpu_Done || state == cpu_Crashed) { puts("crashed"); exit(1); }
  if (waitingFrom >= waitingTo || !mayReceive || avr->cycle < nextByte) return;
  avr_raise_irq(uartInput, waiting[waitingFrom++]);
  nextByte = avr->cycle + 1389;  // a character at 115,200 baud
}
static void pass(int ms) {
  avr_cycle_count_t until = avr->cycle + (avr_cycle_count_t)ms * 16000, told = 0;
  while (avr->cycle < until) {
    step();
    if (avr->cycle - told >= 4000) { told = avr->cycle; tellPins(); }
  }
  printf("tx ");
  for (size_t index = 0; index < sentCount; index++) printf("%02x", sent[index]);
  sentCount = 0;
  puts("\ndone");
}
static void reset(void) {
  avr_reset(avr);
  nextByte = 0;
  waitingFrom = waitingTo = 0;
}

static void obey(const char *line) {
  int index, value;
  if (sscanf(line, "pin %d %d", &index, &value) == 2)
    avr_raise_irq(avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ(index < 8 ? 'D' : 'B'), index < 8 ? index : index - 8), value);
  else if (sscanf(line, "adc %d %d", &index, &value) == 2)
    avr_raise_irq(avr_io_getirq(avr, AVR_IOCTL_ADC_GETIRQ, ADC_IRQ_ADC0 + index), value);
  else if (strncmp(line, "rx ", 3) == 0) {
    if (waitingFrom == waitingTo) waitingFrom = waitingTo = 0;
    for (const char *at = line + 3; waitingTo < sizeof waiting && sscanf(at, "%2x", (unsigned int *)&value) == 1; at += 2) waiting[waitingTo++] = value;
  } else if (sscanf(line, "run %d", &value) == 1) pass(value);
  else if (strncmp(line, "reset", 5) == 0) reset();
  else if (strncmp(line, "unplug", 6) == 0) unplug();
  else if (strncmp(line, "plug", 4) == 0) plug();
}
static void serve(void) {
  struct pollfd ends[2] = {{0, POLLIN, 0}, {master, POLLIN, 0}};
  poll(ends, master < 0 ? 1 : 2, linkPath == NULL ? -1 : 0);
  if (ends[0].revents != 0) {
    static char text[8192];
    static size_t length;
    ssize_t count = read(0, text + length, sizeof text - 1 - length);
    if (count <= 0) { if (linkPath != NULL) unlink(linkPath); exit(0); }
    length += count;
    text[length] = 0;
    for (char *end; (end = strchr(text, '\n')) != NULL;) {
      *end = 0;
      obey(text);
      length -= end + 1 - text;
      memmove(text, end + 1, length + 1);
    }
  }
  if (master >= 0 && waitingFrom == waitingTo && (ends[1].revents & POLLIN)) {
    ssize_t count = read(master, waiting, sizeof waiting);
    waitingFrom = 0;
    waitingTo = count > 0 ? count : 0;
  }
}
// A sleeping chip rests with the wall clock by itself; here time is kept in one place.
static void onSleep(avr_t *which, avr_cycle_count_t cycles) {}

int main(int count, char **words) {
  if (count < 2) return 2;
  linkPath = count > 2 ? words[2] : NULL;
  setvbuf(stdout, NULL, _IOLBF, 0);
  uint32_t size = 0, base = 0;
  uint8_t *program = read_ihex_file(words[1], &size, &base);
  avr = avr_make_mcu_by_name("atmega328p");
  if (program == NULL || avr == NULL) return 1;
  avr_init(avr);
  avr->frequency = 16000000;
  avr->vcc = avr->avcc = avr->aref = 5000;
  avr->log = LOG_ERROR;
  avr->sleep = onSleep;
  avr_loadcode(avr, program, size, base);
  avr->codeend = avr->flashend;
  uint32_t flags = 0;
  avr_ioctl(avr, AVR_IOCTL_UART_GET_FLAGS('0'), &flags);
  flags &= ~(AVR_UART_FLAG_STDIO | AVR_UART_FLAG_POLL_SLEEP);
  avr_ioctl(avr, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
  uartInput = avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_INPUT);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUTPUT), onByte, NULL);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUT_XON), onReady, NULL);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUT_XOFF), onFull, NULL);
  obey("pin 2 1");
  obey("pin 3 1");
  if (linkPath == NULL) for (;;) serve();
  plug();
  struct timespec begin, now;
  clock_gettime(CLOCK_MONOTONIC, &begin);
  avr_cycle_count_t origin = avr->cycle, served = avr->cycle;
  for (;;) {
    step();
    if (avr->cycle < served) { origin = served = avr->cycle; clock_gettime(CLOCK_MONOTONIC, &begin); }  // a reset
    if (avr->cycle - served < 4000) continue;
    served = avr->cycle;
    serve();
    tellPins();
    clock_gettime(CLOCK_MONOTONIC, &now);
    double wall = (now.tv_sec - begin.tv_sec) + (now.tv_nsec - begin.tv_nsec) / 1e9, board = (avr->cycle - origin) / 16e6;
    if (board > wall + 0.001) usleep((board - wall) * 1e6);
    else if (wall > board + 0.1) { origin = avr->cycle; begin = now; }  // too slow: it does not hurry to catch up
  }
}
