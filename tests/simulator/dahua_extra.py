"""CGIs that only some Dahua devices have: storage, lights and sirens, doors, people (4.11, 9, 11, 12)."""

from typing import TYPE_CHECKING

from .control_values import NotAllowed, choice, integer, text
from .dahua_endpoint import ANYTHING, OK, Answer, Endpoint, Endpoints, Query, says
from .dahua_media import device_info

if TYPE_CHECKING:
    from .dahua_device import DahuaDevice

# How long white light and siren stay on (they switch off alone).
COAXIAL_SECONDS = 15.0
COAXIAL = {"1": "WhiteLight", "2": "Speaker"}


def storage_endpoints(device: DahuaDevice) -> Endpoints:
    hardware = device.hardware
    if not hardware.storage:
        return {}
    disk = device.disk

    def ended(query: Query) -> Answer:
        disk.finder(query["object"])
        return OK

    def destroyed(query: Query) -> Answer:
        disk.finder(query["object"])
        del disk.finders[query["object"]]
        return OK

    finder = {"object": ANYTHING}
    return {
        ("storageDevice", "getDeviceAllInfo"): Endpoint(
            lambda query: device_info(recorder=hardware.recorder, info=device.wording.storage_info)
        ),
        ("storageDevice", "factory.getPortInfo"): says(
            "info.Total=1", "info.Plug=1", "info.Mask=1", "info.Bad=0", "info.IDE=1", "info.Esata=0"
        ),
        ("storageDevice", "factory.getCollect"): says(f"list[0]={'/dev/md0' if hardware.recorder else '/dev/mmc0'}"),
        ("storage", "getCaps"): says("caps.RedundantDisk.Support=false", "caps.SupportRemoteLimit=true"),
        ("mediaFileFind", "factory.create"): Endpoint(lambda query: [f"result={disk.create()}"]),
        ("mediaFileFind", "findNextFile"): Endpoint(
            lambda query: disk.next(query["object"], query["count"]), {**finder, "count": integer(1, 100)}
        ),
        ("mediaFileFind", "close"): Endpoint(ended, finder),
        ("mediaFileFind", "destroy"): Endpoint(destroyed, finder),
    }


def extra_endpoints(device: DahuaDevice) -> Endpoints:
    return storage_endpoints(device) | light_endpoints(device) | door_endpoints(device) | people_endpoints(device)


def light_endpoints(device: DahuaDevice) -> Endpoints:
    hardware = device.hardware
    channel = {"channel": device.slots.number}
    endpoints: Endpoints = {}

    def coaxial_status(query: Query) -> Answer:
        head = "status" if device.wording.flat_status else "status.status"
        return [f"{head}.{name}={'On' if device.lit(name) else 'Off'}" for name in ("Speaker", "WhiteLight")]

    def coaxial(query: Query) -> Answer:
        name = COAXIAL[query["info[0].Type"]]
        if not (hardware.white_light if name == "WhiteLight" else hardware.siren):
            raise NotAllowed(f"no {name}")
        device.timers[name] = device.seconds() + COAXIAL_SECONDS if query["info[0].IO"] == "1" else 0.0
        return OK

    if not hardware.recorder:
        # The state is told whether there is a light or not.
        endpoints["coaxialControlIO", "getStatus"] = Endpoint(coaxial_status, channel)
        endpoints["coaxialControlIO", "control"] = Endpoint(
            coaxial, {**channel, "info[0].Type": choice(*COAXIAL), "info[0].IO": choice("1", "2")}
        )

    return endpoints


def door_endpoints(device: DahuaDevice) -> Endpoints:
    if not device.hardware.doors:
        return {}
    door = {"channel": integer(1, device.hardware.doors)}

    def open_door(query: Query) -> Answer:
        device.open_door(int(query["channel"]), UserID=query.get("UserID", ""))
        return OK

    def close_door(query: Query) -> Answer:
        device.shut_door(int(query["channel"]))
        return OK

    def talk(action: str) -> Endpoint:
        def do(query: Query) -> Answer:
            device.talk(action)
            return OK

        names = ("Protocol", "Type", "MediaAddr")
        return Endpoint(
            do, {}, {f"Talkback.{name}": ANYTHING for name in names} if action in ("invite", "answer") else {}
        )

    somebody = {"UserID": text(31), "Type": choice("Remote")}
    return {
        ("accessControl", "openDoor"): Endpoint(open_door, door, somebody),
        # Not in the document.
        ("accessControl", "closeDoor"): Endpoint(close_door, door, somebody),
        ("accessControl", "getDoorStatus"): Endpoint(
            lambda query: [f"Info.status={'Open' if device.lit('Door' + query['channel']) else 'Close'}"], door
        ),
        **{("VideoTalkPeer", one): talk(one) for one in ("invite", "cancel", "answer", "refuse", "hangup")},
    }


def people_endpoints(device: DahuaDevice) -> Endpoints:
    if not device.hardware.people:
        return {}

    def people(query: Query) -> Answer:
        return [
            f"summary.Channel={int(query.get('channel', '1')) - 1}",
            "summary.RuleName=NumberStat",
            *(
                f"summary.{way}Subtotal.{span}={count}"
                for way, counts in device.people.items()
                for span, count in counts.items()
            ),
        ]

    return {("videoStatServer", "getSummary"): Endpoint(people, {}, {"channel": device.slots.number})}
