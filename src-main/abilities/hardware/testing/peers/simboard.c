// An Arduino Uno in simavr. Its serial line is this program's input and output; a DS1338 clock (0x68) and a 24C02 memory
// (0x50) are on its I2C bus. Descriptor 3 takes orders, a line each: "adc <channel> <millivolts>", "pin <number> <0|1>".
// Descriptor 4 tells a line whenever output 13 changes, and "pwm <0 to 255>" when the degree of output 6 does.
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sim_avr.h>
#include <sim_elf.h>
#include <sim_hex.h>
#include <avr_adc.h>
#include <avr_ioport.h>
#include <avr_timer.h>
#include <avr_twi.h>
#include <avr_uart.h>
#include <parts/ds1338_virt.h>
#include <parts/i2c_eeprom.h>

#define CLOCK_HZ 16000000
#define CYCLES_PER_BYTE 2778 /* 57600 baud */
#define CYCLES_PER_LOOK 8000 /* half a millisecond */

static avr_t *avr;
static int may_send = 1;
static unsigned char received[256];
static int received_count, received_next;
static char orders[512];
static size_t orders_length;

static int is_readable(int fd) {
  struct pollfd look = {fd, POLLIN, 0};
  return poll(&look, 1, 0) > 0;
}

static void on_output(struct avr_irq_t *irq, uint32_t value, void *unused) {
  unsigned char byte = value;
  if (write(1, &byte, 1) != 1) exit(0);
}
static void on_may_send(struct avr_irq_t *irq, uint32_t value, void *unused) { may_send = 1; }
static void on_may_not_send(struct avr_irq_t *irq, uint32_t value, void *unused) { may_send = 0; }
static void on_light(struct avr_irq_t *irq, uint32_t value, void *unused) {
  if (write(4, value ? "1\n" : "0\n", 2) != 2) exit(0);
}

static void on_degree(struct avr_irq_t *irq, uint32_t value, void *unused) {
  static uint32_t last;
  char line[24];
  if (value == last) return;
  last = value;
  int length = snprintf(line, sizeof line, "pwm %u\n", (unsigned)value);
  if (write(4, line, length) != length) exit(0);
}

static void obey(const char *order) {
  int number, value;
  if (sscanf(order, "adc %d %d", &number, &value) == 2)
    avr_raise_irq(avr_io_getirq(avr, AVR_IOCTL_ADC_GETIRQ, ADC_IRQ_ADC0 + number), value);
  else if (sscanf(order, "pin %d %d", &number, &value) == 2)
    avr_raise_irq(avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ(number < 8 ? 'D' : 'B'), number & 7), value);
}

static void look_outside(void) {
  if (received_next == received_count && is_readable(0)) {
    ssize_t count = read(0, received, sizeof received);
    if (count <= 0) exit(0);
    received_next = 0;
    received_count = count;
  }
  if (is_readable(3)) {
    ssize_t count = read(3, orders + orders_length, sizeof orders - 1 - orders_length);
    if (count <= 0) exit(0);
    orders_length += count;
    orders[orders_length] = 0;
    char *line = orders, *end;
    for (; (end = strchr(line, '\n')); line = end + 1) {
      *end = 0;
      obey(line);
    }
    orders_length = strlen(line);
    memmove(orders, line, orders_length + 1);
  }
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  elf_firmware_t firmware;
  memset(&firmware, 0, sizeof firmware);
  uint32_t size = 0, base = 0;
  firmware.flash = read_ihex_file(argv[1], &size, &base);
  firmware.flashsize = size;
  firmware.flashbase = base;
  strcpy(firmware.mmcu, "atmega328p");
  firmware.frequency = CLOCK_HZ;
  firmware.vcc = firmware.avcc = firmware.aref = 5000;
  avr = avr_make_mcu_by_name(firmware.mmcu);
  if (!avr) return 1;
  avr_init(avr);
  avr->log = LOG_ERROR;
  avr_load_firmware(avr, &firmware);
  uint32_t flags = 0;
  avr_ioctl(avr, AVR_IOCTL_UART_GET_FLAGS('0'), &flags);
  flags &= ~(AVR_UART_FLAG_STDIO | AVR_UART_FLAG_POLL_SLEEP);
  avr_ioctl(avr, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
  avr_irq_t *input = avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_INPUT);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUTPUT), on_output, 0);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUT_XON), on_may_send, 0);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUT_XOFF), on_may_not_send, 0);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ('B'), 5), on_light, 0);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_TIMER_GETIRQ('0'), TIMER_IRQ_OUT_PWM0), on_degree, 0);
  static ds1338_virt_t clock_part;
  ds1338_virt_init(avr, &clock_part);
  ds1338_virt_attach_twi(&clock_part, AVR_IOCTL_TWI_GETIRQ(0));
  static i2c_eeprom_t memory_part;
  i2c_eeprom_init(avr, &memory_part, 0xa0, 0x01, NULL, 256);
  i2c_eeprom_attach(avr, &memory_part, AVR_IOCTL_TWI_GETIRQ(0));

  double start = seconds();
  avr_cycle_count_t from = avr->cycle, looked = 0, next_byte = 0;
  for (;;) {
    int state = avr_run(avr);
    if (state == cpu_Done || state == cpu_Crashed) return 1;
    if (received_next < received_count && may_send && avr->cycle >= next_byte) {
      avr_raise_irq(input, received[received_next++]);
      next_byte = avr->cycle + CYCLES_PER_BYTE;
    }
    if (avr->cycle - looked < CYCLES_PER_LOOK) continue;
    looked = avr->cycle;
    look_outside();
    double ahead = (double)(avr->cycle - from) / CLOCK_HZ - (seconds() - start);
    if (ahead > 0.001) usleep(ahead * 1e6);
    if (ahead < -0.25) { /* it fell behind: it does not sprint to catch up */
      from = avr->cycle;
      start = seconds();
    }
  }
}
