// Sentences about devices in four languages, and what must not be taken for one.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { understandDevices } from './understand-devices.ts';

const wishOf = (text: string) => {
  const command = understandDevices(text);
  return command === undefined ? undefined : [command.wish.tool, command.wish.input];
};
const measures = (quantity?: string, device?: string) => [
  'measure_now',
  { ...(device === undefined ? {} : { device }), ...(quantity === undefined ? {} : { quantity }) },
];
const plots = (last: number, quantity?: string) => [
  'sensor_history',
  { ...(quantity === undefined ? {} : { quantity }), last, chart: true },
];
const switches = (pin: string, level: 'high' | 'low') => ['pin_write', { pin, level }];
const dims = (pin: string, duty: number) => ['pin_write', { pin, duty }];
const lists = ['device_list', {}];
const stops = ['stop_all', {}];

describe('the same sentences', () => {
  it.each([
    ['en', 'which devices are there', lists],
    ['de', 'Welche Geräte sind da?', lists],
    ['zh', '有哪些设备？', lists],
    ['ar', 'ما الأجهزة الموجودة؟', lists],
    ['en', 'read the temperature', measures('temperature')],
    ['de', 'Lies die Temperatur', measures('temperature')],
    ['zh', '读取温度', measures('temperature')],
    ['ar', 'اقرأ درجة الحرارة', measures('temperature')],
    ['en', 'plot the last hour', plots(1)],
    ['de', 'Zeichne die letzte Stunde', plots(1)],
    ['zh', '画出最近一小时', plots(1)],
    ['ar', 'ارسم الساعة الأخيرة', plots(1)],
    ['en', 'plot the temperature of the last 3 hours', plots(3, 'temperature')],
    ['de', 'Zeichne die Temperatur der letzten 3 Stunden', plots(3, 'temperature')],
    ['zh', '画出最近3小时的温度', plots(3, 'temperature')],
    ['ar', 'ارسم درجة الحرارة لآخر ٣ ساعات', plots(3, 'temperature')],
    ['en', 'turn the LED on', switches('LED', 'high')],
    ['de', 'Schalte die LED ein', switches('LED', 'high')],
    ['zh', '打开LED灯', switches('LED', 'high')],
    ['ar', 'شغّل المصباح', switches('LED', 'high')],
    ['en', 'turn the LED off', switches('LED', 'low')],
    ['de', 'Schalte die LED aus', switches('LED', 'low')],
    ['zh', '关掉LED灯', switches('LED', 'low')],
    ['ar', 'أطفئ المصباح', switches('LED', 'low')],
    ['en', 'set the fan to 40 %', dims('fan', 0.4)],
    ['de', 'Stelle den Lüfter auf 40 %', dims('Lüfter', 0.4)],
    ['zh', '把风扇调到40%', dims('风扇', 0.4)],
    ['ar', 'اضبط المروحة على ٤٠٪', dims('مروحة', 0.4)],
    ['en', 'stop everything', stops],
    ['de', 'Stopp alles!', stops],
    ['zh', '全部停止', stops],
    ['ar', 'أوقف كل شيء', stops],
    ['en', 'connect the board', ['device_connect', {}]],
    ['de', 'Verbinde das Board', ['device_connect', {}]],
    ['zh', '连接设备', ['device_connect', {}]],
    ['ar', 'صل اللوحة', ['device_connect', {}]],
    ['en', 'which sensors are there?', ['sensor_identify', {}]],
    ['de', 'Welche Sensoren gibt es?', ['sensor_identify', {}]],
    ['zh', '有哪些传感器？', ['sensor_identify', {}]],
    ['ar', 'ما المستشعرات الموجودة؟', ['sensor_identify', {}]],
  ])('in %s: %s', (_language, text, wish) => {
    expect(wishOf(text)).toEqual(wish);
  });
});

describe('English', () => {
  it.each([
    ['list my devices', lists],
    ['what boards do you see?', lists],
    ['what is the temperature?', measures('temperature')],
    ['How warm is it?', measures('temperature')],
    ['how humid is it on the weather station', measures('humidity', 'weather station')],
    ['read the humidity of the weather station', measures('humidity', 'weather station')],
    ['measure the air pressure please', measures('pressure')],
    ['read the sensors', measures()],
    ['plot the temperature', plots(1, 'temperature')],
    ['plot the last 30 minutes', plots(0.5)],
    ['graph the humidity over the past two days', plots(48, 'humidity')],
    ['show me the temperature of the last hour', plots(1, 'temperature')],
    ['switch on pin 9', switches('9', 'high')],
    ['switch GP5 off', switches('GP5', 'low')],
    ['turn on the LED of the uno', ['pin_write', { device: 'uno', pin: 'LED', level: 'high' }]],
    ['turn the heater off', switches('heater', 'low')],
    ['dim the lamp to 12.5 percent', dims('LED', 0.125)],
    ['set pin 9 to 100%', dims('9', 1)],
    ['turn everything off', stops],
    ['stop all outputs', stops],
    ['Emergency stop!', stops],
    ['read pin 4', ['pin_read', { pin: '4' }]],
    ['read pin 4 with MicroPython', ['pin_read', { pin: '4', via: 'micropython' }]],
    ['turn the LED on with firmata', ['pin_write', { pin: 'LED', level: 'high', via: 'firmata' }]],
    ['connect to the weather station', ['device_connect', { device: 'weather station' }]],
    ['what does the board say?', ['device_read', {}]],
    ['ask the board *IDN?', ['device_ask', { text: '*IDN?' }]],
    ['ask the weather station: "READ?"', ['device_ask', { device: 'weather station', text: 'READ?' }]],
  ])('%s', (text, wish) => {
    expect(wishOf(text)).toEqual(wish);
  });
});

describe('German', () => {
  it.each([
    ['zeig mir die Geräte', lists],
    ['Wie warm ist es?', measures('temperature')],
    ['Lies bitte die Temperatur der Wetterstation ab', measures('temperature', 'Wetterstation')],
    ['Luftfeuchtigkeit messen', measures('humidity')],
    ['zeige die Messwerte', measures()],
    ['zeichne die letzten 30 Minuten', plots(0.5)],
    ['LED an', switches('LED', 'high')],
    ['Heizung ausschalten', switches('Heizung', 'low')],
    ['schalte Pin 9 ein', switches('9', 'high')],
    ['dimme die Lampe auf 12,5 %', dims('LED', 0.125)],
    ['Alles aus', stops],
    ['Not-Aus', stops],
    ['Schalte alles aus', stops],
    ['Frage das Board: *IDN?', ['device_ask', { text: '*IDN?' }]],
  ])('%s', (text, wish) => {
    expect(wishOf(text)).toEqual(wish);
  });
});

describe('Chinese', () => {
  it.each([
    ['列出所有设备', lists],
    ['现在温度是多少？', measures('temperature')],
    ['请测量湿度', measures('humidity')],
    ['读取天气站的温度', measures('temperature', '天气站')],
    ['画温度曲线', plots(1, 'temperature')],
    ['画出过去30分钟', plots(0.5)],
    ['开灯', switches('LED', 'high')],
    ['关灯', switches('LED', 'low')],
    ['把引脚9打开', switches('9', 'high')],
    ['把引脚9调到40%', dims('9', 0.4)],
    ['风扇调到40%', dims('风扇', 0.4)],
    ['把风扇设为百分之４０', dims('风扇', 0.4)],
    ['急停', stops],
    ['关闭所有输出', stops],
  ])('%s', (text, wish) => {
    expect(wishOf(text)).toEqual(wish);
  });
});

describe('Arabic', () => {
  it.each([
    ['اعرض الأجهزة', lists],
    ['كم درجة الحرارة الآن؟', measures('temperature')],
    ['اقرا الرطوبه', measures('humidity')],
    ['اقرأ درجة الحرارة من محطة الطقس', measures('temperature', 'محطة الطقس')],
    ['اقرأ القيم من فضلك', measures()],
    ['ارسم الحرارة', plots(1, 'temperature')],
    ['ارسم آخر ساعتين', plots(2)],
    ['شغّل المخرج 9', switches('9', 'high')],
    ['أطفئ المدفأة', switches('مدفأة', 'low')],
    ['اضبط المصباح على 30 بالمئة', dims('LED', 0.3)],
    ['إيقاف الطوارئ', stops],
    ['أطفئ الكل', stops],
  ])('%s', (text, wish) => {
    expect(wishOf(text)).toEqual(wish);
  });
});

it.each([
  ['turn it on'],
  ['turn the music on'],
  ['turn on dark mode'],
  ['set the fan to 140 %'],
  ['set the table'],
  ['plot the plan for the summer'],
  ['plot the last chapter'],
  ['read the room'],
  ['what is the time?'],
  ['what is the meaning of life?'],
  ['open the pod bay doors'],
  ['stop'],
  ['list the files here'],
  ["what's in the src folder"],
  ['ask a friend about it'],
  ['fang an'],
  ['mach weiter'],
  ['was ist los?'],
  ['zeige mir notes.txt'],
  ['开始'],
  ['打开 notes.txt'],
  ['关于温度'],
  ['افتح الباب'],
  ['ما هذا؟'],
  ['turn the LED on\nand off'],
  [`turn ${'x'.repeat(200)} on`],
])('%j is nothing about devices', (text) => {
  expect(wishOf(text)).toBeUndefined();
});

it('each sentence of the table in docs/first-board.md is one', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../../../docs/first-board.md'), 'utf8');
  const table = text.slice(text.indexOf('| | English'));
  const sentences = [...table.matchAll(/`([^`]+)`/g)].map(([, sentence = '']) => sentence);
  expect(sentences.length).toBeGreaterThan(25);
  expect(sentences.filter((sentence) => wishOf(sentence) === undefined)).toEqual([]);
});

it('what needs an open device says so, and what does not needs none', () => {
  const needs = (text: string) => understandDevices(text)?.needsConnection;
  expect([needs('read the temperature'), needs('turn the LED on')]).toEqual([true, true]);
  expect([needs('stop everything'), needs('plot the last hour'), needs('which devices are there')]).toEqual([
    false,
    false,
    false,
  ]);
});
