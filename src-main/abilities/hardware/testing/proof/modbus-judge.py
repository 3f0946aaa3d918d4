# Reads frames, a line of hexadecimal digits each, and says what pymodbus, as the server it is, takes them for.
import json, struct, sys
from pymodbus.factory import ServerDecoder
from pymodbus.utilities import checkCRC

decoder = ServerDecoder()
for line in sys.stdin:
    frame = bytes.fromhex(line.strip())
    found = {'hex': line.strip(), 'unit': frame[0] if frame else None, 'sound': len(frame) > 3 and checkCRC(frame[:-2], struct.unpack('>H', frame[-2:])[0])}
    try:
        request = decoder.decode(frame[1:-2])
        values = getattr(request, 'values', getattr(request, 'value', None))
        if isinstance(values, (bool, int)): values = [int(values)]
        found.update(function=request.function_code, address=request.address, count=len(values) if values is not None else request.count, values=None if values is None else [int(v) for v in values])
    except Exception as error:
        found['error'] = str(error)
    print(json.dumps(found))
