// Chinese: what devices measure and do right now.
import type { live as english } from '../en/live.ts';

export const live: Record<keyof typeof english, string> = {
  pins: '引脚',
  outputs: '输出',
  outputs_text: '从电路板外部看到的每个输出的状态。',
  pin: '引脚 {pin}',
  on: '开',
  off: '关',
  part_heater: '加热器',
  part_fan: '风扇',
  part_lamp: '灯',
  part_state: '状态灯',
  buttons: '电路板按钮',
  buttons_text: '如同用手指按下电路板上的按钮。按住任意一个两秒会锁定电路板。',
  press_approve: '按“批准”',
  press_deny: '按“拒绝”',
  hold: '按住两秒',
  inputs: '模拟输入',
  inputs_text: '转动旋钮为输入施加电压。在此之前，温度和光线来自一个受加热器、风扇和灯影响的房间。',
  input_temperature: 'A0，温度传感器',
  input_light: 'A1，光传感器',
  input_free: 'A{channel}',
  as_room: '来自房间',
  let_go: '交还给房间',
};
