// 中文：屏幕旁运行我们固件的开发板，以及长按锁定。
export const companion = {
  may_answer: '可以用它的按钮回答问题',
  may_answer_hint:
    '只回答你在屏幕上看到的那一个问题，只回答一次，绝不用于更改你的规则或给开发板写程序。能碰到这块板的人都能按。',
  withdrawn_foreign: '这块板上运行的程序可能已被更改，因此它的按钮不再回答任何问题。如果你信任它，请重新打开。',
  withdrawn_lied:
    '这块板发来了不可能由按钮给出的回答，因此它的按钮不再回答任何问题。重新打开之前，请先查看它运行的是什么。',
  board_locked: '它自己的按钮已将这块板锁定：复位之前它不切换任何输出。',
  off_switch: '按住任一按钮一秒半，一切都会停止。',
  by_hand: '{boards} 上的按钮也能回答：允许或拒绝。',
  locked: '自 {time} 起已锁定。没有任何任务在运行，不接收消息，也没有设备处于打开状态。',
  locked_board: '自 {time} 起已由 {board} 上的按钮锁定。没有任何任务在运行，不接收消息，也没有设备处于打开状态。',
  release: '解除锁定',
  lock: '锁定一切',
  noted_alive: '向 {device}（{key}）发送存活信号，向它显示 Limpet 在做什么，并可向它提问',
  noted_may: '允许 {device} 上的按钮回答问题',
  noted_may_not: '不再让 {device} 上的按钮回答任何问题',
  noted_approved: '用 {device} 上的按钮允许',
  noted_denied: '用 {device} 上的按钮拒绝',
  noted_withdrawn_foreign: '{device} 上的按钮不再回答任何问题：它的程序可能已被更改',
  noted_withdrawn_lied: '{device} 上的按钮不再回答任何问题：它发来了不是由按钮给出的回答',
  noted_lock: '已锁定一切',
  noted_lock_board: '用 {board} 上的按钮锁定了一切',
  noted_release: '锁定后已全部解除',
};
