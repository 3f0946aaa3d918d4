// Pins that are not there, for the program that this is loaded into: /dev/gpiochip9 with four lines, as linux/gpio.h lays its
// structures out. The file GPIO_WORLD is what stands around them, a byte for each line: 0 to 3 what others drive them to, 4 to 7
// the levels they have, 8 to 11 'i', 'u' (pulled up), 'o' or 0 for nobody's; 12 is set while it is unplugged.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>

#define LINES 4
#define MOST 1024
#define UNPLUGGED 12
static const char chip_path[] = "/dev/gpiochip9";
enum { NONE, CHIP, LINE };

static const char *names[LINES] = {"GPIO17", "LED", "", "FAN"};
static const int used = 3; /* by a driver */
static unsigned char kinds[MOST], offsets[MOST];
static volatile unsigned char *world;

static int fail(int code) {
  errno = code;
  return -1;
}

int open(const char *path, int flags, ...) {
  static int (*next)(const char *, int, ...);
  if (!next) next = dlsym(RTLD_NEXT, "open");
  va_list rest;
  va_start(rest, flags);
  mode_t mode = va_arg(rest, mode_t);
  va_end(rest);
  if (strcmp(path, chip_path)) return next(path, flags, mode);
  int file = next(getenv("GPIO_WORLD"), O_RDWR | O_CLOEXEC);
  world = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (world[UNPLUGGED]) return fail(ENOENT);
  int fd = eventfd(0, EFD_CLOEXEC);
  kinds[fd] = CHIP;
  return fd;
}

int access(const char *path, int wanted) {
  static int (*next)(const char *, int);
  if (!next) next = dlsym(RTLD_NEXT, "access");
  if (strcmp(path, chip_path)) return next(path, wanted);
  return world && world[UNPLUGGED] ? fail(ENOENT) : 0;
}

int close(int fd) {
  static int (*next)(int);
  if (!next) next = dlsym(RTLD_NEXT, "close");
  if (fd >= 0 && fd < MOST) {
    if (kinds[fd] == LINE) world[8 + offsets[fd]] = 0;
    kinds[fd] = NONE;
  }
  return next(fd);
}

static int configure(int offset, const struct gpio_v2_line_config *config) {
  const __u64 flags = config->flags, direction = GPIO_V2_LINE_FLAG_INPUT | GPIO_V2_LINE_FLAG_OUTPUT;
  for (int i = 0; i < 5; i++)
    if (config->padding[i]) return fail(EINVAL);
  if ((flags & direction) == direction || config->num_attrs > GPIO_V2_LINE_NUM_ATTRS_MAX) return fail(EINVAL);
  if ((flags & GPIO_V2_LINE_FLAG_BIAS_PULL_UP) && !(flags & direction)) return fail(EINVAL);
  if (flags & GPIO_V2_LINE_FLAG_INPUT)
    world[8 + offset] = flags & GPIO_V2_LINE_FLAG_BIAS_PULL_UP ? 'u' : 'i';
  if (!(flags & GPIO_V2_LINE_FLAG_OUTPUT)) return 0;
  world[8 + offset] = 'o';
  world[4 + offset] = 0;
  for (unsigned i = 0; i < config->num_attrs; i++)
    if (config->attrs[i].attr.id == GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES && config->attrs[i].mask & 1)
      world[4 + offset] = config->attrs[i].attr.values & 1;
  return 0;
}

static int on_chip(unsigned long request, void *argument) {
  if (request == GPIO_GET_CHIPINFO_IOCTL) {
    struct gpiochip_info *info = argument;
    memset(info, 0, sizeof *info);
    strcpy(info->name, "gpiochip9");
    info->lines = LINES;
    return 0;
  }
  if (request == GPIO_V2_GET_LINEINFO_IOCTL) {
    struct gpio_v2_line_info *info = argument;
    for (int i = 0; i < 4; i++)
      if (info->padding[i]) return fail(EINVAL);
    unsigned offset = info->offset;
    if (offset >= LINES) return fail(EINVAL);
    memset(info, 0, sizeof *info);
    info->offset = offset;
    strcpy(info->name, names[offset]);
    info->flags = offset == used ? GPIO_V2_LINE_FLAG_USED | GPIO_V2_LINE_FLAG_OUTPUT : GPIO_V2_LINE_FLAG_INPUT;
    return 0;
  }
  if (request != GPIO_V2_GET_LINE_IOCTL) return fail(ENOTTY);
  struct gpio_v2_line_request *line = argument;
  for (int i = 0; i < 5; i++)
    if (line->padding[i]) return fail(EINVAL);
  unsigned offset = line->offsets[0];
  if (line->num_lines != 1 || offset >= LINES || strcmp(line->consumer, "Limpet")) return fail(EINVAL);
  if (offset == used) return fail(EBUSY);
  for (int fd = 0; fd < MOST; fd++)
    if (kinds[fd] == LINE && offsets[fd] == offset) return fail(EBUSY);
  if (configure(offset, &line->config)) return -1;
  line->fd = eventfd(0, EFD_CLOEXEC);
  kinds[line->fd] = LINE;
  offsets[line->fd] = offset;
  return 0;
}

static int on_line(int offset, unsigned long request, void *argument) {
  if (request == GPIO_V2_LINE_SET_CONFIG_IOCTL) return configure(offset, argument);
  struct gpio_v2_line_values *values = argument;
  if (request != GPIO_V2_LINE_GET_VALUES_IOCTL || values->mask != 1) return fail(EINVAL);
  int is_output = world[8 + offset] == 'o';
  values->bits = (is_output ? world[4 + offset] : world[offset]) & 1;
  return 0;
}

int ioctl(int fd, unsigned long request, ...) {
  static int (*next)(int, unsigned long, ...);
  if (!next) next = dlsym(RTLD_NEXT, "ioctl");
  va_list rest;
  va_start(rest, request);
  void *argument = va_arg(rest, void *);
  va_end(rest);
  if (fd >= 0 && fd < MOST && kinds[fd] == CHIP) return on_chip(request, argument);
  if (fd >= 0 && fd < MOST && kinds[fd] == LINE) return on_line(offsets[fd], request, argument);
  return next(fd, request, argument);
}
