import Chassis
