// Chinese: errors of reflexes.
import type { reflexErrors as english } from '../en/reflex-errors.ts';
import type { Translation } from '../translation.ts';

export const reflexErrors: Translation<typeof english> = {
  reason_reflex_missing: '该反射规则已不存在。请重新载入页面。',
  reason_reflex_missing_action: '重新载入',
  reason_reflex_changed: '该反射规则已被更改。请重新阅读后再决定。',
  reason_reflex_changed_action: '重新阅读',
  reason_too_many_reflexes: '反射规则数量已达上限。请移除不再需要的规则。',
  reason_too_many_reflexes_action: '移除一个',
  reason_reflex_board: 'Limpet 不认识该开发板上运行的固件。请从列表中选择。',
  reason_reflex_board_action: '从列表中选择',
  reason_reflex_no_series: '没有该传感器的记录。请让它测量一段时间后再试。',
  reason_reflex_no_series_action: '让它测量',
};
