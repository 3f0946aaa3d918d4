// Limpet board: the line protocol of docs/board-protocol.md on an Arduino Uno or Nano, or any board with Arduino's functions.
// Wire what you have: buttons to ground at pin 2 (approve) and 3 (deny), a lamp at 12, a TMP36 at A0, a light sensor at A1.
#ifdef __AVR__
#include <avr/interrupt.h>
#include <avr/sleep.h>
#endif

// All types stand first: the Arduino IDE puts its declarations of functions before the first of them.
struct Output { uint8_t pin; bool hasPwm; uint8_t safe; };
struct Button { uint8_t pin; const char *answer; bool isDown, isLong; uint32_t changedAt, pressedAt; };
enum Lamp { IDLE, WORKING, NEEDS_YOU, FAILED };
// What may be switched, and how each is safe. A relay that closes when its pin is LOW is safe at HIGH: change it here.
static const Output outputs[] = {
  {4, false, LOW}, {5, true, LOW}, {6, true, LOW}, {7, false, LOW}, {8, false, LOW},
  {9, true, LOW}, {10, true, LOW}, {11, true, LOW}, {13, false, LOW},
};
static const uint8_t outputCount = sizeof outputs / sizeof outputs[0];
static const uint8_t approvePin = 2, denyPin = 3, lampPin = 12, channelCount = 6;
static const uint16_t longPressMs = 1500, settleMs = 30, thinkMs = 300;

// ---- The dead man's timer: it runs in an interrupt, so a loop that hangs cannot keep an output on. ----
static volatile uint8_t values[outputCount];      // 0 to 255
static volatile uint16_t quiet, deadmanMs = 400;  // counted in steps of 1.024 ms
static volatile bool isSafe = true, justFired;

static void makeSafe() {
  for (uint8_t i = 0; i < outputCount; i++) {
    digitalWrite(outputs[i].pin, outputs[i].safe);
    values[i] = outputs[i].safe == HIGH ? 255 : 0;
  }
  isSafe = true;
}

static void countQuiet() {
  if (isSafe) return;
  if (++quiet < deadmanMs) return;
  makeSafe();
  justFired = true;
}

#if defined(__AVR__) && defined(OCIE0A)
ISR(TIMER0_COMPA_vect) { countQuiet(); }
static void startDeadman() { TIMSK0 |= _BV(OCIE0A); }
static void checkDeadman() {}
static void rest() { set_sleep_mode(SLEEP_MODE_IDLE); sleep_mode(); }
#else
static void startDeadman() {}
static void checkDeadman() { static uint32_t last; uint32_t now = millis(); while (last != now) { last++; countQuiet(); } }
static void rest() { delay(1); }
#endif

// ---- State ----
static const char *const lampNames[] = {"idle", "working", "needs-you", "error"};
static Lamp lamp = IDLE;
static bool isLocked, isAttended;
static char nonce[33];             // of the question that is open; empty: none
static uint32_t askedAt, streamedAt, heardAt, lampAt;
static uint16_t streamMs;

// ---- Answers ----
static long requestId = -1;
static void open(const __FlashStringHelper *key, const char *value) {
  Serial.print('{');
  if (requestId >= 0) { Serial.print(F("\"id\":")); Serial.print(requestId); Serial.print(','); }
  Serial.print('"'); Serial.print(key); Serial.print(F("\":\"")); Serial.print(value); Serial.print('"');
}
static void number(const __FlashStringHelper *key, long value) {
  Serial.print(F(",\"")); Serial.print(key); Serial.print(F("\":")); Serial.print(value);
}
static void tenths(const __FlashStringHelper *key, long value) {
  Serial.print(F(",\"")); Serial.print(key); Serial.print(F("\":"));
  if (value < 0) { Serial.print('-'); value = -value; }
  Serial.print(value / 10); Serial.print('.'); Serial.print(value % 10);
}
static void text(const __FlashStringHelper *key, const char *value) {
  Serial.print(F(",\"")); Serial.print(key); Serial.print(F("\":\"")); Serial.print(value); Serial.print('"');
}
static void truth(const __FlashStringHelper *key, bool value) {
  Serial.print(F(",\"")); Serial.print(key); Serial.print(value ? F("\":true") : F("\":false"));
}
static void close() { Serial.print(F("}\n")); }
static void refuse(const char *why) { open(F("error"), why); close(); }
static void event(const char *name) { requestId = -1; open(F("event"), name); number(F("ms"), millis()); }

// ---- Sensors: a TMP36 gives 500 mV at 0 degrees and 10 mV for each more; 5 V is the scale. ----
static long millivolt(uint8_t channel) {
  long sum = 0;
  for (uint8_t i = 0; i < 8; i++) sum += analogRead(A0 + channel);
  return (sum * 625 + 511) / 1023;  // 5000 mV / 8 readings
}
static void reading(const char *how) {
  if (how == 0) event("reading"); else { open(F("ok"), how); number(F("ms"), millis()); }
  tenths(F("temperature_c"), millivolt(0) - 500);
  tenths(F("light_percent"), (millivolt(1) + 2) / 5);
  close();
}

// ---- Commands ----
static int8_t findOutput(long pin) {
  for (uint8_t i = 0; i < outputCount; i++) if (outputs[i].pin == pin) return i;
  return -1;
}
static bool parse(const char *word, long low, long high, long &value) {
  if (word == 0 || *word == 0 || strlen(word) > 5) return false;
  value = 0;
  for (; *word; word++) { if (*word < '0' || *word > '9') return false; value = value * 10 + (*word - '0'); }
  return value >= low && value <= high;
}
static void set(const char *command, long pin, uint8_t value) {
  int8_t index = findOutput(pin);
  if (index < 0) return refuse("no_output");
  bool isWhole = value == 0 || value == 255;
  if (!isWhole && !outputs[index].hasPwm) return refuse("no_pwm");
  if (isLocked) return refuse("locked");
  // The line that asked for this was a sign of life, so the timer cannot fire between these two.
  isSafe = false;
  values[index] = value;
  if (isWhole) digitalWrite(outputs[index].pin, value == 0 ? LOW : HIGH); else analogWrite(outputs[index].pin, value);
  open(F("ok"), command); number(F("pin"), pin); number(F("value"), value); close();
}
static void status() {
  open(F("ok"), "status");
  number(F("ms"), millis()); truth(F("safe"), isSafe); truth(F("locked"), isLocked); text(F("state"), lampNames[lamp]);
  number(F("deadman_ms"), deadmanMs); text(F("nonce"), nonce);
  Serial.print(F(",\"outputs\":{"));
  for (uint8_t i = 0; i < outputCount; i++) {
    if (i > 0) Serial.print(',');
    Serial.print('"'); Serial.print((long)outputs[i].pin); Serial.print(F("\":")); Serial.print((long)values[i]);
  }
  Serial.print('}');
  close();
}
static void ask(const char *word) {
  uint8_t length = word == 0 ? 0 : strlen(word);
  if (length < 8 || length > 32) return refuse("bad_argument");
  for (uint8_t i = 0; i < length; i++) {
    bool isHex = (word[i] >= '0' && word[i] <= '9') || (word[i] >= 'a' && word[i] <= 'f');
    if (!isHex) return refuse("bad_argument");
  }
  if (isLocked) return refuse("locked");
  strcpy(nonce, word);
  askedAt = millis();
  open(F("ok"), "ask"); text(F("nonce"), nonce); close();
}
static bool is(const char *word, const char *name) { return word != 0 && strcmp(word, name) == 0; }

static const uint8_t maxWords = 4;
static bool understand(char **words, uint8_t count) {
  long a, b;
  const char *first = words[0], *second = words[1], *third = words[2];
  if (is(first, "*IDN?") && count == 1) { Serial.print(F("LIMPET,BOARD,0,1.0\n")); return true; }
  if (is(first, "ping") && count == 1) { open(F("ok"), "ping"); number(F("ms"), millis()); truth(F("safe"), isSafe); close(); return true; }
  if (is(first, "read") && count == 1) { reading("read"); return true; }
  if (is(first, "status") && count == 1) { status(); return true; }
  if (is(first, "safe") && count == 1) { noInterrupts(); makeSafe(); interrupts(); open(F("ok"), "safe"); close(); return true; }
  if (is(first, "cancel") && count == 1) { nonce[0] = 0; open(F("ok"), "cancel"); close(); return true; }
  if (is(first, "ask") && count == 2) { ask(second); return true; }
  if (is(first, "led") && count == 3 && parse(second, 0, 99, a) && (is(third, "on") || is(third, "off"))) { set("led", a, is(third, "on") ? 255 : 0); return true; }
  if (is(first, "pin") && count == 3 && parse(second, 0, 99, a) && (is(third, "high") || is(third, "low"))) { set("pin", a, is(third, "high") ? 255 : 0); return true; }
  if (is(first, "pin") && count == 2 && parse(second, 2, 13, a)) { open(F("ok"), "pin"); number(F("pin"), a); number(F("level"), digitalRead(a)); close(); return true; }
  if (is(first, "pwm") && count == 3 && parse(second, 0, 99, a) && parse(third, 0, 255, b)) { set("pwm", a, b); return true; }
  if (is(first, "adc") && count == 2 && parse(second, 0, channelCount - 1, a)) { open(F("ok"), "adc"); number(F("channel"), a); number(F("raw"), analogRead(A0 + a)); number(F("millivolt"), millivolt(a)); close(); return true; }
  if (is(first, "stream") && count == 2 && (is(second, "off") || parse(second, 50, 60000, a))) {
    streamMs = is(second, "off") ? 0 : a;
    streamedAt = millis();
    open(F("ok"), "stream"); number(F("every_ms"), streamMs); close();
    return true;
  }
  if (is(first, "deadman") && count == 2 && parse(second, 50, 480, a)) {
    noInterrupts(); deadmanMs = a; interrupts();
    open(F("ok"), "deadman"); number(F("deadman_ms"), a); close();
    return true;
  }
  if (is(first, "state") && count == 2)
    for (uint8_t i = 0; i < 4; i++)
      if (is(second, lampNames[i])) { lamp = (Lamp)i; open(F("ok"), "state"); text(F("state"), second); close(); return true; }
  return false;
}

static void obey(char *line) {
  char *words[maxWords + 1] = {0};
  uint8_t count = 0;
  requestId = -1;
  for (char *word = strtok(line, " "); word != 0; word = strtok(0, " ")) {
    long id;
    if (count == 0 && requestId < 0 && word[0] == '#' && parse(word + 1, 0, 99999, id)) { requestId = id; continue; }
    if (count < maxWords) words[count] = word;
    count++;
  }
  if (count == 0) return;
  // Time is taken before anything is switched; a line that is not understood is no sign of life.
  noInterrupts(); uint16_t before = quiet; quiet = 0; interrupts();
  if (count <= maxWords && understand(words, count)) { isAttended = true; heardAt = millis(); return; }
  noInterrupts(); quiet = before; interrupts();
  refuse("not_understood");
}

static void listen() {
  static char line[65];
  static uint8_t length;
  static bool isBad;
  while (Serial.available() > 0) {
    char c = Serial.read();
    if (c == '\r') continue;
    if (c == '\n') {
      line[length] = 0;
      if (isBad) { requestId = -1; refuse("bad_line"); } else obey(line);
      length = 0;
      isBad = false;
      return;
    }
    if (c < ' ' || c > '~' || length >= sizeof line - 1) isBad = true; else line[length++] = c;
  }
}

// ---- Buttons ----
static Button buttons[] = {{approvePin, "approve", false, false, 0, 0}, {denyPin, "deny", false, false, 0, 0}};

static void lockDown() {
  noInterrupts(); makeSafe(); interrupts();
  isLocked = true;
  nonce[0] = 0;
  event("lockdown"); close();
}
static void released(const Button &button) {
  bool isOpen = nonce[0] != 0;
  // Held already when the question came, or too soon to have been read: that is no consent.
  uint32_t earliest = askedAt + (button.pin == approvePin ? thinkMs : 1);
  if (!isOpen || (int32_t)(button.pressedAt - earliest) < 0) { event("press"); text(F("button"), button.answer); close(); return; }
  event("answer"); text(F("answer"), button.answer); text(F("nonce"), nonce); close();
  nonce[0] = 0;
}
static void watch(Button &button, uint32_t now) {
  bool isDown = digitalRead(button.pin) == LOW;
  if (isDown != button.isDown && now - button.changedAt >= settleMs) {
    button.isDown = isDown;
    button.changedAt = now;
    if (isDown) { button.pressedAt = now; button.isLong = false; }
    else if (!button.isLong && !isLocked) released(button);
  }
  if (button.isDown && !button.isLong && now - button.pressedAt >= longPressMs) { button.isLong = true; if (!isLocked) lockDown(); }
}

// ---- The lamp: dark when nobody is there, otherwise a rhythm for each state. ----
static bool lampIsLit(uint32_t now) {
  if (isLocked) return now % 200 < 100;
  if (!isAttended) return false;
  if (nonce[0] != 0 || lamp == NEEDS_YOU) return now % 1000 < 120 || (now % 1000 >= 240 && now % 1000 < 360);
  if (lamp == WORKING) return now % 1000 < 500;
  if (lamp == FAILED) return now % 200 < 100;
  return now % 3000 < 60;
}

void setup() {
  for (uint8_t i = 0; i < outputCount; i++) pinMode(outputs[i].pin, OUTPUT);
  makeSafe();
  pinMode(approvePin, INPUT_PULLUP);
  pinMode(denyPin, INPUT_PULLUP);
  pinMode(lampPin, OUTPUT);
  Serial.begin(115200);
  startDeadman();
  event("ready"); number(F("protocol"), 1); close();
}

void loop() {
  checkDeadman();
  listen();
  uint32_t now = millis();
  // A board without any output on also notices that nobody is there any more: it forgets the question and goes dark.
  if (isAttended && now - heardAt >= deadmanMs) { isAttended = false; nonce[0] = 0; }
  if (justFired) { justFired = false; event("deadman"); close(); }
  for (uint8_t i = 0; i < 2; i++) watch(buttons[i], now);
  if (now - lampAt >= 16) { lampAt = now; digitalWrite(lampPin, lampIsLit(now) ? HIGH : LOW); }
  if (streamMs > 0 && now - streamedAt >= streamMs) { streamedAt += streamMs; reading(0); }
  if (Serial.available() == 0) rest();
}
