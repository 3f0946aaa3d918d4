// Arabic: what devices measure and do right now.
import type { live as english } from '../en/live.ts';

export const live: Record<keyof typeof english, string> = {
  pins: 'الأطراف',
  outputs: 'المخارج',
  outputs_text: 'ما يفعله كل مخرج، كما يُرى من خارج اللوحة.',
  pin: 'الطرف {pin}',
  on: 'مشغّل',
  off: 'متوقف',
  part_heater: 'المدفأة',
  part_fan: 'المروحة',
  part_lamp: 'المصباح',
  part_state: 'مصباح الحالة',
  buttons: 'أزرار اللوحة',
  buttons_text: 'كما يضغطها إصبع على اللوحة. إذا أُبقي أيّ منهما مضغوطًا ثانيتين تُقفل اللوحة.',
  press_approve: 'اضغط «موافقة»',
  press_deny: 'اضغط «رفض»',
  hold: 'إبقاء الضغط ثانيتين',
  inputs: 'المداخل التماثلية',
  inputs_text:
    'أدر مقبضًا لوضع جهد على مدخل. وحتى ذلك الحين تأتي الحرارة والضوء من غرفة تغيّرها المدفأة والمروحة والمصباح.',
  input_temperature: 'A0، حسّاس الحرارة',
  input_light: 'A1، حسّاس الضوء',
  input_free: 'A{channel}',
  as_room: 'من الغرفة',
  let_go: 'إعادته إلى الغرفة',
};
