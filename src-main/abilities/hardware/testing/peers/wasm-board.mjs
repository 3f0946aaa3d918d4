// MicroPython's own WebAssembly build as a board: its input and output are the wire, and its `machine` module has a
// TMP102 at 21.5 °C, pins, an analog input and an MCP3008 that answers 512.
import { loadMicroPython } from '@micropython/micropython-webassembly-pyscript';

const machine = `
import sys
class _Machine: pass
_words={0:b'\\x15\\x80',1:b'\\x60\\xa0',2:b'\\x4b\\x00',3:b'\\x50\\x00'}
class I2C:
    def __init__(self,id,**k): self.p=0
    def scan(self): return [0x48]
    def writeto(self,a,b,stop=True):
        if a!=0x48: raise OSError(19)
        if b:
            self.p=b[0]
            if len(b)>2: _words[self.p]=bytes(b[1:3])
        return len(b)
    def readfrom(self,a,n,stop=True):
        if a!=0x48: raise OSError(5)
        return (_words.get(self.p,b'\\0\\0')*n)[:n]
_levels={'LED':0,25:0}
class Pin:
    IN=0
    OUT=1
    PULL_UP=2
    class board:
        LED=1
        GP26=2
    def __init__(self,id,mode=-1,pull=-1,value=None):
        if id not in _levels and id not in ('GP26',17): raise ValueError('invalid pin')
        self.id=id
        if value is not None: _levels[id]=value
    def value(self,v=None):
        if v is None: return _levels.get(self.id,0)
        _levels[self.id]=v
_shares={}
class PWM:
    def __init__(self,pin,freq=0,duty_u16=32768):
        if freq<8: raise ValueError('freq')
        self.id=pin.id
        _shares[self.id]=duty_u16
    def deinit(self): _shares.pop(self.id,None)
class ADC:
    def __init__(self,ch):
        if ch!='GP26': raise ValueError('no ADC there')
    def read_u16(self): return 32768
class SPI:
    def __init__(self,id,baudrate=0,polarity=0,phase=0): pass
    def write_readinto(self,w,r):
        for i,b in enumerate((0xff,0x02,w[1] if len(w)>1 else 0)[:len(r)]): r[i]=b
_m=_Machine()
for _c in (I2C,Pin,PWM,ADC,SPI): setattr(_m,_c.__name__,_c)
_m._shares=_shares
_m._levels=_levels
sys.modules['machine']=_m
`;

const python = await loadMicroPython({
  heapsize: 256 * 1024,
  linebuffer: false,
  stdout: (bytes) => process.stdout.write(Buffer.from(bytes)),
});
python.runPython(machine);
python.replInit();
process.stdin.on('data', (bytes) => {
  for (const byte of bytes) python.replProcessChar(byte);
});
process.stdin.on('end', () => process.exit(0));
