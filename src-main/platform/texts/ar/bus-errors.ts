// Arabic: errors of buses, boards and sensors.
import type { busErrors as english } from '../en/bus-errors.ts';
import type { Translation } from '../translation.ts';

export const busErrors: Translation<typeof english> = {
  reason_i2c_transfer:
    'لا يمكن إرسال هذه البايتات عبر ناقل I2C هذا. أدخل عنوانًا من 0x08 إلى 0x77 وعددًا أقل من البايتات.',
  reason_i2c_transfer_action: 'تصحيح',
  reason_spi_transfer: 'عدد البايتات كبير جدًا دفعة واحدة، أو لا توجد بايتات. أرسل أقل عبر SPI.',
  reason_spi_transfer_action: 'إرسال أقل',
  reason_i2c_no_answer: 'لا يستجيب أي جهاز عند عنوان I2C {address}. تحقق من التغذية والتوصيل والعنوان.',
  reason_i2c_no_answer_action: 'التحقق من التوصيل',
  reason_i2c_in_use: 'يستخدم برنامج تشغيل في هذا الحاسوب الجهاز عند {address}. ألغِ تحميله ثم حاول مرة أخرى.',
  reason_i2c_in_use_action: 'إعادة المحاولة',
  reason_bus_refused: 'رفض الناقل عملية النقل. تحقق من التوصيل ثم حاول مرة أخرى.',
  reason_bus_refused_action: 'إعادة المحاولة',
  reason_bus_closed: 'انتهى الاتصال بالجهاز. صِله من جديد.',
  reason_bus_closed_action: 'توصيل',
  reason_board_silent: 'اللوحة لا تستجيب. أعد ضبطها أو افصلها ثم صِلها من جديد.',
  reason_board_silent_action: 'إعادة المحاولة',
  reason_board_error: 'أجابت اللوحة بخطأ: {error}. غيّر ما يُطلب منها.',
  reason_board_error_action: 'تغيير',
  reason_board_locked: 'قُفلت اللوحة بزرها. أعد ضبطها ثم بدّل من جديد.',
  reason_board_locked_action: 'إعادة ضبط اللوحة',
  reason_pin_share: 'نسبة الوقت الذي يكون فيه الطرف قيد التشغيل من 0 إلى 100٪. أعطِ قيمة بينهما.',
  reason_pin_share_action: 'تصحيح',
  reason_no_such_pin: 'لا يوجد طرف كهذا في اللوحة، أو لا يستطيع ذلك. اختر طرفًا آخر.',
  reason_no_such_pin_action: 'اختيار طرف آخر',
  reason_board_lacks: 'ما يعمل على اللوحة لا يدعم هذا: {what}. ضع MicroPython عليها، أو استخدم لوحة أخرى.',
  reason_board_lacks_action: 'استخدام لوحة أخرى',
  reason_wrong_part: 'الجهاز عند هذا العنوان ليس {part}. دع Limpet يتعرّف عليه.',
  reason_wrong_part_action: 'التعرّف عليه',
  reason_unknown_sensor:
    'لا يعرف Limpet مستشعرًا بهذا الاسم، أو لا يمكن أن يكون عند هذا العنوان. دعه يتعرّف على ما هناك.',
  reason_unknown_sensor_action: 'التعرّف',
  reason_modbus_request: 'لا يوجد طلب كهذا في Modbus. تحقق من الوحدة والعنوان وعدد القيم.',
  reason_modbus_request_action: 'تصحيح',
  reason_modbus_exception: 'يرفض جهاز Modbus هذا الطلب (استثناء {exception}). تحقق من العنوان والقيمة في دليله.',
  reason_modbus_exception_action: 'مراجعة الدليل',
  reason_garbled_answer: 'الجهاز يجيب، لكن إجابته تالفة. تحقق من السرعة والتماثل والتوصيل.',
  reason_garbled_answer_action: 'التحقق من الإعدادات',
  reason_board_unknown: 'لا يُعرف ما الذي يعمل على هذه اللوحة. اذكره: MicroPython أو Firmata.',
  reason_board_unknown_action: 'اذكره',
};
