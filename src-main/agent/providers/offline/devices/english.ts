// English: sentences about devices.
import type { DeviceWords } from './device-words.ts';

const ofDevice = '(?: (?:of|from|on|at|by) (?<device>.+?))?';
const quantity = '(?<quantity>[a-z ]+?)';
const span = '(?:the )?(?:last|past) (?:(?<count>\\d+|[a-z]+) )?(?<unit>[a-z]+)';
const all = '(?:everything|all(?: (?:of )?(?:the |my )?(?:outputs|devices|boards|pins))?|all of it)';
const sentence = (pattern: string) => new RegExp(`^${pattern}$`, 'i');

export const english: DeviceWords = {
  sentences: [
    [
      'stop',
      sentence(
        `(?:emergency stop|stop now|(?:stop|halt) ${all}|(?:switch|turn) ${all} off|(?:switch|turn) off ${all}|all off)`,
      ),
    ],
    ['list', sentence('(?:the |my )?(?:devices|boards)')],
    [
      'list',
      sentence(
        '(?:list|show|display)(?: me)?(?: all)?(?: of)?(?: the| my)? (?:allowed |connected )?(?:devices|boards)',
      ),
    ],
    [
      'list',
      sentence(
        '(?:which|what) (?:devices|boards)(?: (?:are|do you|do i|can you)(?: there| here| connected| plugged in| allowed| have| see| know)?)?',
      ),
    ],
    [
      'sensors',
      sentence(`(?:which|what) sensors (?:are|do you see|are there|are connected)(?: there| connected)?${ofDevice}`),
    ],
    ['sensors', sentence(`(?:find|identify|list|look for)(?: me)?(?: the| all)? sensors${ofDevice}`)],
    [
      'connect',
      sentence(
        '(?:connect|open)(?: to| with)? (?<device>(?:the |my )?(?:board|device|[^.]*? ?(?:board|station|uno|nano|pico|arduino|meter|receiver)))',
      ),
    ],
    ['plot', sentence(`(?:plot|chart|graph|draw)(?: me)?(?: a (?:plot|chart|graph) of)? ${span}(?: of ${quantity})?`)],
    [
      'plot',
      sentence(
        `(?:plot|chart|graph|draw)(?: me)?(?: a (?:plot|chart|graph) of)?(?: the)? ${quantity}(?: (?:of|for|over|in|during|from) ${span})?`,
      ),
    ],
    ['plot', sentence(`(?:show(?: me)?|how was|what was)(?: the)? ${quantity} (?:of|for|over|in|during|from) ${span}`)],
    [
      'measure',
      sentence(
        `(?:read|measure|check|get|show(?: me)?|tell me|what is|what's|what are)(?: the| me)?(?: current)? ${quantity}(?: right)?(?: now)?${ofDevice}`,
      ),
    ],
    [
      'measure',
      sentence(`how (?<quantity>warm|hot|cold|humid|bright|dark)(?: is it)?(?: (?:now|here|right now))?${ofDevice}`),
    ],
    [
      'measure',
      sentence(`(?:read|measure|show(?: me)?)(?: all)?(?: the)? (?:values|readings|sensors|measurements)${ofDevice}`),
    ],
    ['level', sentence(`(?:read|check|what is|show(?: me)?)(?: the)?(?: level of)? (?<thing>pin \\w+)${ofDevice}`)],
    ['on', sentence(`(?:turn|switch) on (?<thing>.+?)${ofDevice}`)],
    ['on', sentence(`(?:turn|switch) (?<thing>.+?) on${ofDevice}`)],
    ['off', sentence(`(?:turn|switch) off (?<thing>.+?)${ofDevice}`)],
    ['off', sentence(`(?:turn|switch) (?<thing>.+?) off${ofDevice}`)],
    [
      'dim',
      sentence(
        `(?:set|put|dim|turn|bring) (?<thing>.+?) (?:to|at) (?<percent>\\d+(?:[.,]\\d+)?) ?(?:%|per ?cent)${ofDevice}`,
      ),
    ],
    [
      'listen',
      sentence(
        'what (?:does|did) (?<device>.*?(?:board|device|station|uno|arduino|pico|meter|receiver)) (?:say|send|tell|print)',
      ),
    ],
    [
      'ask',
      sentence(
        'ask (?<device>(?:the |my )?(?:[\\w ]*?)(?:board|device|station|uno|arduino|pico|meter|receiver))(?: for|:)? ["\'`]?(?<text>[^"\'`]+)["\'`]?',
      ),
    ],
  ],
  polite: /\b(?:please|for me)\b/gi,
  article: /^(?:the|my|this|that|a|an) /i,
  anyDevice: /^(?:(?:the|my|this|that) )?(?:board|device|it)$/i,
  lamp: /^(?:led|lamp|light|led lamp|built-?in led|board led|led light)$/i,
  pin: /^(?:(?:the )?(?:pin|output|gpio|led|relay) )?((?:gp|gpio|[ad])?\d{1,3})$/i,
  noThing: /^(?:it|this|that|everything|all|something|them|me|you|on|off|music|tv|computer)$/i,
  quantities: [
    [/^(?:temperature|temp|warm|hot|cold|how warm it is)$/i, 'temperature'],
    [/^(?:(?:air |relative )?humidity|humid)$/i, 'humidity'],
    [/^(?:(?:air |barometric )?pressure)$/i, 'pressure'],
    [/^(?:light|brightness|bright|dark|light level|illuminance)$/i, 'light'],
    [/^(?:voltage|volts)$/i, 'voltage'],
    [/^(?:electric current|amps|amperes)$/i, 'current'],
    [/^(?:power|watts)$/i, 'power'],
    [/^(?:speed)$/i, 'speed'],
    [/^(?:depth)$/i, 'depth'],
    [/^(?:wind)$/i, 'wind'],
  ],
  units: [
    [/^seconds?$/i, 1 / 3_600],
    [/^min(?:ute)?s?$/i, 1 / 60],
    [/^hours?$/i, 1],
    [/^days?$/i, 24],
    [/^weeks?$/i, 168],
  ],
  counts: [
    [/^(?:one|an?)$/i, 1],
    [/^two$/i, 2],
    [/^three$/i, 3],
    [/^four$/i, 4],
    [/^five$/i, 5],
    [/^six$/i, 6],
    [/^ten$/i, 10],
    [/^twelve$/i, 12],
  ],
};
