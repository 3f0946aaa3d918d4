# Limpet board: the line protocol of docs/board-protocol.md in MicroPython, with the pins of a Raspberry Pi Pico.
# Copy it to the board as main.py. Wire what you have: buttons from their pins to ground, a TMP36, a light sensor.
import sys
import time

APPROVE, DENY, LAMP = 14, 15, 16
# Pin: (can be dimmed, level at which it is safe). A relay that closes at 0 is safe at 1: change it here.
OUTPUTS = {2: (False, 0), 3: (False, 0), 6: (True, 0), 7: (True, 0), 8: (True, 0), 9: (True, 0), 25: (False, 0)}
CHANNELS = (26, 27, 28)
FULL_MILLIVOLT = 3300

LONG_PRESS_MS, SETTLE_MS, THINK_MS, TICK_MS = 1500, 30, 300, 10
STATES = ("idle", "working", "needs-you", "error")


def encode(pairs):
    parts = []
    for key, value in pairs:
        if value is True or value is False:
            text = "true" if value else "false"
        elif isinstance(value, str):
            text = '"%s"' % value
        elif isinstance(value, float):
            text = "%.1f" % value
        elif isinstance(value, list):
            text = encode(value)
        else:
            text = str(value)
        parts.append('"%s":%s' % (key, text))
    return "{" + ",".join(parts) + "}"


def whole(word, low, high):
    """The number, or None where the word is none from low to high."""
    if not 0 < len(word) <= 5 or not all("0" <= c <= "9" for c in word):
        return None
    value = int(word)
    return value if low <= value <= high else None


class Button:
    def __init__(self, machine, pin, answer):
        self.pin = machine.Pin(pin, machine.Pin.IN, machine.Pin.PULL_UP)
        self.answer = answer
        self.down = self.long = False
        self.changed = self.pressed = 0


class Board:
    def __init__(self, machine, say, ticks, diff):
        self.machine, self.say, self.ticks, self.diff = machine, say, ticks, diff
        self.start = ticks()
        self.pins = {n: machine.Pin(n, machine.Pin.OUT, value=safe) for n, (_, safe) in OUTPUTS.items()}
        self.pwms, self.values = {}, {n: 255 * safe for n, (_, safe) in OUTPUTS.items()}
        self.safe, self.fired = True, False
        self.adcs = [machine.ADC(n) for n in CHANNELS]
        self.lamp = machine.Pin(LAMP, machine.Pin.OUT, value=0)
        self.buttons = [Button(machine, APPROVE, "approve"), Button(machine, DENY, "deny")]
        self.deadman, self.state, self.nonce, self.every = 400, "idle", "", 0
        self.locked = self.attended = False
        self.heard = self.asked = self.streamed = self.start
        self.line, self.bad, self.id = "", False, None
        self.event("ready", ("protocol", 1))

    # ---- The dead man's timer: called by a timer of the board, so a loop that hangs cannot keep an output on. ----
    def make_safe(self):
        for n, (_, safe) in OUTPUTS.items():
            self.drive(n, 255 * safe)
        self.safe = True

    def tick(self, _timer=None):
        if not self.safe and self.diff(self.ticks(), self.heard) >= self.deadman:
            self.make_safe()
            self.fired = True

    def drive(self, n, value):
        if 0 < value < 255:
            if n not in self.pwms:
                self.pwms[n] = self.machine.PWM(self.machine.Pin(n))
                self.pwms[n].freq(1000)
            self.pwms[n].duty_u16(value * 257)
        else:
            if n in self.pwms:
                self.pwms.pop(n).deinit()
                self.pins[n] = self.machine.Pin(n, self.machine.Pin.OUT, value=value // 255)
            self.pins[n].value(value // 255)
        self.values[n] = value

    # ---- Answers ----
    def answer(self, *pairs):
        head = [] if self.id is None else [("id", self.id)]
        self.say(encode(head + list(pairs)))
        return True

    def ms(self):
        return ("ms", self.diff(self.ticks(), self.start))

    def event(self, name, *pairs):
        self.say(encode([("event", name), self.ms()] + list(pairs)))

    def millivolt(self, channel):
        adc = self.adcs[channel]
        return sum(adc.read_u16() for _ in range(8)) * FULL_MILLIVOLT // 8 // 65535

    def measured(self):
        light = 100.0 * self.millivolt(1) / FULL_MILLIVOLT
        return (("temperature_c", (self.millivolt(0) - 500) / 10.0), ("light_percent", light))

    # ---- Commands: True where the line was understood ----
    def set(self, command, n, value):
        if n not in OUTPUTS:
            return self.answer(("error", "no_output"))
        if 0 < value < 255 and not OUTPUTS[n][0]:
            return self.answer(("error", "no_pwm"))
        if self.locked:
            return self.answer(("error", "locked"))
        # The line that asked for this was a sign of life, so the timer cannot fire between these two.
        self.safe = False
        self.drive(n, value)
        return self.answer(("ok", command), ("pin", n), ("value", value))

    def ask(self, nonce):
        if not 8 <= len(nonce) <= 32 or not all(c in "0123456789abcdef" for c in nonce):
            return self.answer(("error", "bad_argument"))
        if self.locked:
            return self.answer(("error", "locked"))
        self.nonce, self.asked = nonce, self.ticks()
        return self.answer(("ok", "ask"), ("nonce", nonce))

    def status(self):
        outputs = [(n, self.values[n]) for n in sorted(OUTPUTS)]
        return self.answer(
            ("ok", "status"), self.ms(), ("safe", self.safe), ("locked", self.locked), ("state", self.state),
            ("deadman_ms", self.deadman), ("nonce", self.nonce), ("outputs", outputs),
        )

    def one_word(self, word):
        if word == "*IDN?":
            self.say("LIMPET,BOARD,0,1.0")
            return True
        if word == "ping":
            return self.answer(("ok", "ping"), self.ms(), ("safe", self.safe))
        if word == "read":
            return self.answer(("ok", "read"), self.ms(), *self.measured())
        if word == "status":
            return self.status()
        if word == "safe":
            self.make_safe()
            return self.answer(("ok", "safe"))
        if word == "cancel":
            self.nonce = ""
            return self.answer(("ok", "cancel"))
        return False

    def two_words(self, word, second):
        if word == "ask":
            return self.ask(second)
        if word == "state" and second in STATES:
            self.state = second
            return self.answer(("ok", "state"), ("state", second))
        if word == "pin" and whole(second, 0, 28) is not None:
            n = int(second)
            # Only what belongs to this program: another pin would have to be set up to be read.
            known = self.pins.get(n) or {APPROVE: self.buttons[0].pin, DENY: self.buttons[1].pin, LAMP: self.lamp}.get(n)
            return known is not None and self.answer(("ok", "pin"), ("pin", n), ("level", known.value()))
        if word == "adc" and whole(second, 0, len(CHANNELS) - 1) is not None:
            n = int(second)
            raw = self.adcs[n].read_u16() >> 6
            return self.answer(("ok", "adc"), ("channel", n), ("raw", raw), ("millivolt", self.millivolt(n)))
        if word == "stream" and (second == "off" or whole(second, 50, 60000) is not None):
            self.every, self.streamed = 0 if second == "off" else int(second), self.ticks()
            return self.answer(("ok", "stream"), ("every_ms", self.every))
        if word == "deadman" and whole(second, 50, 480) is not None:
            self.deadman = int(second)
            return self.answer(("ok", "deadman"), ("deadman_ms", self.deadman))
        return False

    def understand(self, words):
        if len(words) == 1:
            return self.one_word(words[0])
        if len(words) == 2:
            return self.two_words(words[0], words[1])
        levels = {"led": {"on": 255, "off": 0}, "pin": {"high": 255, "low": 0}}
        if len(words) == 3 and whole(words[1], 0, 99) is not None:
            command, n, third = words[0], int(words[1]), words[2]
            if third in levels.get(command, {}):
                return self.set(command, n, levels[command][third])
            if command == "pwm" and whole(third, 0, 255) is not None:
                return self.set(command, n, int(third))
        return False

    def obey(self, line):
        words = [word for word in line.split(" ") if word]
        self.id = None
        if words and words[0][0] == "#":
            self.id = whole(words[0][1:], 0, 99999)
            if self.id is not None:
                words.pop(0)
        if not words:
            return
        # Time is taken before anything is switched; a line that is not understood is no sign of life.
        before, self.heard = self.heard, self.ticks()
        if self.understand(words):
            self.attended = True
        else:
            self.heard = before
            self.answer(("error", "not_understood"))

    def hear(self, byte):
        if byte == 13:
            return
        if byte == 10:
            line, bad = self.line, self.bad
            self.line, self.bad = "", False
            if bad:
                self.id = None
                self.answer(("error", "bad_line"))
            else:
                self.obey(line)
        elif not 32 <= byte <= 126 or len(self.line) >= 64:
            self.bad = True
        else:
            self.line += chr(byte)

    # ---- Buttons and lamp ----
    def released(self, button):
        # Held already when the question came, or too soon to have been read: that is no consent.
        think = THINK_MS if button.answer == "approve" else 1
        if not self.nonce or self.diff(button.pressed, self.asked) < think:
            return self.event("press", ("button", button.answer))
        nonce, self.nonce = self.nonce, ""
        self.event("answer", ("answer", button.answer), ("nonce", nonce))

    def watch(self, button, now):
        down = button.pin.value() == 0
        if down != button.down and self.diff(now, button.changed) >= SETTLE_MS:
            button.down, button.changed = down, now
            if down:
                button.pressed, button.long = now, False
            elif not button.long and not self.locked:
                self.released(button)
        if button.down and not button.long and self.diff(now, button.pressed) >= LONG_PRESS_MS:
            button.long = True
            if not self.locked:
                self.make_safe()
                self.locked, self.nonce = True, ""
                self.event("lockdown")

    def lit(self, ms):
        if self.locked:
            return ms % 200 < 100
        if not self.attended:
            return False
        if self.nonce or self.state == "needs-you":
            return ms % 1000 < 120 or 240 <= ms % 1000 < 360
        if self.state == "working":
            return ms % 1000 < 500
        return ms % 200 < 100 if self.state == "error" else ms % 3000 < 60

    def step(self):
        now = self.ticks()
        # A board without any output on also notices that nobody is there any more: it forgets the question and goes dark.
        if self.attended and self.diff(now, self.heard) >= self.deadman:
            self.attended, self.nonce = False, ""
        if self.fired:
            self.fired = False
            self.event("deadman")
        for button in self.buttons:
            self.watch(button, now)
        self.lamp.value(1 if self.lit(self.diff(now, self.start)) else 0)
        if self.every and self.diff(now, self.streamed) >= self.every:
            self.streamed = now
            self.event("reading", *self.measured())


def main():
    import machine
    import select

    def say(line):
        sys.stdout.buffer.write(line.encode() + b"\n")

    board = Board(machine, say, time.ticks_ms, time.ticks_diff)
    timer = machine.Timer(period=TICK_MS, mode=machine.Timer.PERIODIC, callback=board.tick)
    poll = select.poll()
    poll.register(sys.stdin, select.POLLIN)
    try:
        while True:
            while poll.poll(0):
                board.hear(sys.stdin.buffer.read(1)[0])
            board.step()
            time.sleep_ms(1)
    finally:  # Ctrl-C: somebody wants the board's own prompt
        timer.deinit()
        board.make_safe()


if __name__ == "__main__":
    main()
