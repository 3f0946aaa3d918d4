"""Buses that umockdev makes up, for the program behind `--`: /dev/i2c-1 with a thermometer (0x48), a memory (0x50) and a part
that a driver of the kernel owns (0x68), and /dev/spidev0.0 with an MCP3008. With BED_SMBUS the I2C bus knows SMBus alone.
Run by umockdev-wrapper; i2c-tools are the judges of it."""

import errno
import os
import struct
import subprocess
import sys
import threading

import gi

gi.require_version("UMockdev", "1.0")
from gi.repository import GLib, UMockdev  # noqa: E402

SLAVE, FUNCTIONS, SLAVE_FORCE, RDWR, SMBUS = 0x703, 0x705, 0x706, 0x707, 0x720
SMBUS_FUNCTIONS = 0x0EFF0008
FULL_FUNCTIONS = SMBUS_FUNCTIONS | 1
OWNED = 0x68


class Thermometer:
    """Two-byte registers behind a pointer, as a TMP102 has them; it shows 21.5 degrees."""

    def __init__(self):
        self.pointer = 0
        self.words = {0: 0x1580, 1: 0x60A0, 2: 0x4B00, 3: 0x5000}

    def write(self, data):
        if data:
            self.pointer = data[0] & 3
        if len(data) >= 3 and self.pointer:
            self.words[self.pointer] = data[1] << 8 | data[2]

    def read(self, count):
        return (struct.pack(">H", self.words[self.pointer]) * (count // 2 + 1))[:count]


class Memory:
    """256 bytes that count up from a pointer."""

    def __init__(self):
        self.cells = bytearray(range(256))
        self.pointer = 0

    def write(self, data):
        if data:
            self.pointer = data[0]
        for byte in data[1:]:
            self.cells[self.pointer] = byte
            self.pointer = (self.pointer + 1) & 255

    def read(self, count):
        taken = bytes(self.cells[(self.pointer + i) & 255] for i in range(count))
        self.pointer = (self.pointer + count) & 255
        return taken


PARTS = {0x48: Thermometer(), 0x50: Memory()}


class Bed(UMockdev.IoctlBase):
    def do_handle_ioctl(self, client):
        try:
            client.complete(self.answer(client), 0)
        except OSError as error:
            client.complete(-1, error.errno)
        except KeyError:
            client.complete(-1, errno.ENXIO)
        return True


class I2cBed(Bed):
    def __init__(self):
        super().__init__()
        self.address = 0

    def answer(self, client):
        argument, request = client.get_arg(), client.get_request() & 0xFFFF
        if request in (SLAVE, SLAVE_FORCE):
            self.address = struct.unpack("<Q", bytes(argument.retrieve())[:8])[0]
            if self.address == OWNED and request == SLAVE:
                raise OSError(errno.EBUSY, "owned")
            return 0
        if request == FUNCTIONS:
            functions = SMBUS_FUNCTIONS if os.environ.get("BED_SMBUS") else FULL_FUNCTIONS
            argument.resolve(0, 8).update(0, list(struct.pack("<Q", functions)))
            return 0
        if request == SMBUS:
            return self.smbus(argument.resolve(0, 16))
        if request == RDWR and not os.environ.get("BED_SMBUS"):
            return self.transfer(argument.resolve(0, 16))
        raise OSError(errno.ENOTTY, "request")

    def smbus(self, order):
        reads, command, size = struct.unpack("<BBxxI", bytes(order.retrieve())[:8])
        part = PARTS[self.address]
        if size == 0:  # quick
            part.write(b"")
            return 0
        data = order.resolve(8, 34)
        given = bytes(data.retrieve())
        count = {1: 1, 2: 1, 3: 2, 8: given[0]}[size]
        body = given[1 : 1 + count] if size == 8 else given[:count]
        if not reads:
            part.write(bytes([command]) + (b"" if size == 1 else body))
            return 0
        if size != 1:
            part.write(bytes([command]))
        taken = part.read(count)
        data.update(0, list(bytes([count]) + taken if size == 8 else taken))
        return 0

    def transfer(self, order):
        _, count = struct.unpack("<QI4x", bytes(order.retrieve()))
        messages = order.resolve(0, 16 * count)
        for index in range(count):
            raw = bytes(messages.retrieve())[16 * index : 16 * index + 16]
            address, flags, length, _ = struct.unpack("<HHHxxQ", raw)
            data = messages.resolve(16 * index + 8, length)
            part = PARTS[address]
            if flags & 1:
                data.update(0, list(part.read(length)))
            else:
                part.write(bytes(data.retrieve()))
        return count


class SpiBed(Bed):
    """Half of the scale at input 0, all of it at 1, three counts at 7; the others are at ground."""

    levels = {0: 512, 1: 1023, 7: 3}

    def answer(self, client):
        argument, request = client.get_arg(), client.get_request()
        number, size = request & 0xFF, request >> 16 & 0x3FFF
        if request >> 8 & 0xFF != 0x6B:
            raise OSError(errno.ENOTTY, "request")
        if number != 0:
            argument.resolve(0, size)
            return 0
        order = argument.resolve(0, size)
        raw = bytes(order.retrieve())
        _, _, length = struct.unpack("<QQI", raw[:20])
        sent = bytes(order.resolve(0, length).retrieve())
        answer = bytearray(length)
        if length >= 3 and sent[0] == 1 and sent[1] & 0x80:
            level = self.levels.get(sent[1] >> 4 & 7, 0)
            answer[1:3] = struct.pack(">H", level)
        order.resolve(8, length).update(0, list(answer))
        return length


testbed = UMockdev.Testbed.new()
testbed.add_from_string(
    "P: /devices/platform/soc/fe804000.i2c/i2c-1/i2c-dev/i2c-1\nN: i2c-1\nE: SUBSYSTEM=i2c-dev\n"
    "E: DEVNAME=/dev/i2c-1\nE: MAJOR=89\nE: MINOR=1\nA: name=bcm2835 (i2c@7e804000)\\n\n\n"
    "P: /devices/pci0000:00/0000:00:1f.3/i2c-0/i2c-dev/i2c-0\nN: i2c-0\nE: SUBSYSTEM=i2c-dev\n"
    "E: DEVNAME=/dev/i2c-0\nE: MAJOR=89\nE: MINOR=0\nA: name=SMBus I801 adapter at efa0\\n\n\n"
    "P: /devices/platform/soc/spi0/spidev0.0\nN: spidev0.0\nE: SUBSYSTEM=spidev\n"
    "E: DEVNAME=/dev/spidev0.0\nE: MAJOR=153\nE: MINOR=0\n\n"
)
i2c, spi = I2cBed(), SpiBed()
testbed.attach_ioctl("/dev/i2c-1", i2c)
testbed.attach_ioctl("/dev/spidev0.0", spi)
loop = GLib.MainLoop()
code = [1]


def run():
    # Its standard pipes, and the one that Node talks to its children with.
    program = sys.argv[sys.argv.index("--") + 1 :]
    environment = {**os.environ, "UMOCKDEV_DIR": testbed.get_root_dir()}
    code[0] = subprocess.call(program, close_fds=False, env=environment)
    GLib.idle_add(loop.quit)


threading.Thread(target=run, daemon=True).start()
loop.run()
sys.exit(code[0])
