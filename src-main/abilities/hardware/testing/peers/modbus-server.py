# pymodbus as unit 5 of a Modbus RTU line. Argument: the serial port.
import asyncio
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartAsyncSerialServer
from pymodbus.transaction import ModbusRtuFramer

unit = ModbusSlaveContext(
    hr=ModbusSequentialDataBlock(0, [215, 480, 1013] + [0] * 20),
    ir=ModbusSequentialDataBlock(0, [7, 65535] + [0] * 18),
    co=ModbusSequentialDataBlock(0, [0] * 20),
    di=ModbusSequentialDataBlock(0, [1, 0, 0, 1, 0, 0, 0, 0, 1, 1]),
    zero_mode=True,
)
context = ModbusServerContext(slaves={5: unit}, single=False)
asyncio.run(StartAsyncSerialServer(context=context, framer=ModbusRtuFramer, port=sys.argv[1], baudrate=9600, timeout=1))
