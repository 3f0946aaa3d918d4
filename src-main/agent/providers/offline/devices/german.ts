// Deutsch: Sätze über Geräte.
import type { DeviceWords } from './device-words.ts';

const ofDevice = '(?: (?:von|vom|am|an|auf|bei|beim|der|des) (?<device>.+?))?';
const quantity = '(?<quantity>[a-zäöüß ]+?)';
const span =
  '(?:(?:die|der|den|das|des) )?(?:letzten?|letztes|vergangenen?) (?:(?<count>\\d+|[a-zäöüß]+) )?(?<unit>[a-zäöüß]+)';
const all = '(?:alles|alle (?:ausgänge|geräte|boards))';
const sentence = (pattern: string) => new RegExp(`^${pattern}$`, 'iu');

export const german: DeviceWords = {
  sentences: [
    [
      'stop',
      sentence(
        `(?:not-?aus|not-?halt|not-?stopp|${all} (?:aus|stopp|stopp?en|anhalten|ausschalten|abschalten)|(?:stopp|stoppe|halte?) ${all}(?: an)?|schalte? ${all} (?:aus|ab)|mache? ${all} aus)`,
      ),
    ],
    ['list', sentence('(?:die |meine )?(?:geräte|boards)(?: auflisten| anzeigen| zeigen)?')],
    ['list', sentence('zeige?(?: mir)?(?: die| alle| meine)? (?:geräte|boards)(?: an)?')],
    ['list', sentence('liste(?: die| alle| meine)? (?:geräte|boards) auf')],
    [
      'list',
      sentence(
        'welche (?:geräte|boards)(?: (?:gibt es|sind|habe ich|siehst du|kennst du))?(?: (?:da|hier|verbunden|angesteckt|angeschlossen|erlaubt))?',
      ),
    ],
    ['sensors', sentence(`welche sensoren (?:gibt es|sind da|sind angeschlossen|siehst du)(?: da| hier)?${ofDevice}`)],
    ['sensors', sentence(`(?:suche|finde|erkenne)(?: die| alle)? sensoren${ofDevice}`)],
    ['connect', sentence('(?:verbinde|öffne)(?: dich)?(?: mit)? (?<device>.+)')],
    ['connect', sentence('(?<device>(?:das |mein )?(?:board|gerät)) (?:verbinden|öffnen)')],
    [
      'plot',
      sentence(
        `(?:zeichne|plotte|zeige?)(?: mir)?(?: ein(?:e|en)? (?:diagramm|kurve|plot|grafik) (?:von|der|für))? ${span}`,
      ),
    ],
    [
      'plot',
      sentence(
        `(?:zeichne|plotte|zeige?|wie war|was war)(?: mir)?(?: die| den| das)? ${quantity} (?:(?:in|über|für|während|von) )?${span}`,
      ),
    ],
    ['plot', sentence(`(?:zeichne|plotte)(?: mir)?(?: die| den| das)? ${quantity}`)],
    [
      'measure',
      sentence(
        `(?:lies|lese|miss|messe|prüfe|zeige?(?: mir)?|sag(?:e)? mir|was ist|wie ist|wie hoch ist)(?: die| den| das)?(?: aktuelle| momentane)? ${quantity}(?: (?:jetzt|gerade|ab|aus|an))?${ofDevice}(?: (?:ab|aus))?`,
      ),
    ],
    ['measure', sentence(`${quantity} (?:lesen|messen|ablesen|auslesen)`)],
    ['measure', sentence(`wie (?<quantity>warm|heiß|kalt|feucht|hell|dunkel) ist es(?: (?:jetzt|gerade|hier))?`)],
    ['measure', sentence(`(?:lies|miss|zeige?(?: mir)?)(?: alle| die)? (?:werte|messwerte|sensoren)${ofDevice}`)],
    ['level', sentence(`(?:lies|prüfe|zeige?(?: mir)?|was ist)(?: den)? (?<thing>(?:pin|anschluss) \\w+)${ofDevice}`)],
    ['on', sentence(`(?:schalte?|mache?) (?<thing>.+?) (?:an|ein)`)],
    ['on', sentence('(?<thing>.+?) (?:an|ein)(?:schalten|machen)')],
    ['on', sentence('(?<thing>led|lampe|licht|(?:pin|ausgang) \\d+) (?:an|ein)')],
    ['off', sentence(`(?:schalte?|mache?) (?<thing>.+?) (?:aus|ab)`)],
    ['off', sentence('(?<thing>.+?) (?:aus|ab)(?:schalten|machen)')],
    ['off', sentence('(?<thing>led|lampe|licht|(?:pin|ausgang) \\d+) aus')],
    [
      'dim',
      sentence(
        `(?:setze?|stelle?|dimme?|regle|regele|bringe?) (?<thing>.+?) auf (?<percent>\\d+(?:[.,]\\d+)?) ?(?:%|prozent)(?: ein)?`,
      ),
    ],
    ['dim', sentence(`(?<thing>.+?) auf (?<percent>\\d+(?:[.,]\\d+)?) ?(?:%|prozent)(?: (?:stellen|setzen|dimmen))?`)],
    ['listen', sentence('was (?:sagt|meldet|schickt|sendet) (?<device>.+)')],
    [
      'ask',
      sentence(
        'frage? (?<device>(?:das |die |den |mein )?(?:[\\p{L} ]*?)(?:board|gerät|wetterstation|station|uno|arduino|pico|messgerät))(?: nach|:)? ["\'`„“]?(?<text>[^"\'`„“]+)["\'`“]?',
      ),
    ],
  ],
  polite: /(?<![\p{L}])(?:bitte|mal|doch|für mich)(?![\p{L}])/giu,
  article: /^(?:der|die|das|den|dem|mein|meine|meinen|meinem|ein|eine|einen) /iu,
  anyDevice: /^(?:(?:das|dem|mein|meinem) )?(?:board|gerät|es)$/iu,
  lamp: /^(?:led|lampe|licht|leuchte|leuchtdiode|eingebaute led|board-led)$/iu,
  pin: /^(?:(?:pin|ausgang|anschluss|gpio|led|relais) )?((?:gp|gpio|[ad])?\d{1,3})$/iu,
  noThing: /^(?:es|dies|das|alles|alle|etwas|sie|mich|dich|an|aus|musik|fernseher|computer)$/iu,
  quantities: [
    [/^(?:temperatur|warm|heiß|kalt)$/iu, 'temperature'],
    [/^(?:(?:luft|relative )?feuchte|(?:luft)?feuchtigkeit|feucht)$/iu, 'humidity'],
    [/^(?:luftdruck|druck)$/iu, 'pressure'],
    [/^(?:helligkeit|licht|hell|dunkel|beleuchtungsstärke)$/iu, 'light'],
    [/^spannung$/iu, 'voltage'],
    [/^(?:strom|stromstärke)$/iu, 'current'],
    [/^leistung$/iu, 'power'],
    [/^geschwindigkeit$/iu, 'speed'],
    [/^tiefe$/iu, 'depth'],
    [/^wind$/iu, 'wind'],
  ],
  units: [
    [/^sekunden?$/iu, 1 / 3_600],
    [/^minuten?$/iu, 1 / 60],
    [/^stunden?$/iu, 1],
    [/^(?:tag(?:e|es|en)?)$/iu, 24],
    [/^wochen?$/iu, 168],
  ],
  counts: [
    [/^ein(?:e|en|er)?$/iu, 1],
    [/^zwei$/iu, 2],
    [/^drei$/iu, 3],
    [/^vier$/iu, 4],
    [/^fünf$/iu, 5],
    [/^sechs$/iu, 6],
    [/^zehn$/iu, 10],
    [/^zwölf$/iu, 12],
  ],
};
