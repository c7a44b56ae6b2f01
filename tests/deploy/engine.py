"""Owns containers without a Docker engine: Podman builds the image from a copy of the repository and runs it.

The base image must be there already (nothing is fetched): `.ci/run` makes a stand-in from Debian's packages, under
the same name; where a registry can be reached, `podman pull` brings the real one.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = ROOT / "docker" / "Dockerfile"
CERTIFICATES = Path("/etc/ssl/certs")
# What must never get into an image, put where it could come from.
TRAPS = (".env", "bot/.env", "data/compound.sqlite3", "bot/demo/left.sqlite3", "bot/__pycache__/old.pyc")
TRAPPED = "the-image-must-not-hold-this"
# The test's Discord is on this machine's loopback. Left alone, Podman raises limits and wants systemd for health checks,
# and not every machine that runs this allows either.
HERE = ("--network=host", "--no-healthcheck", "--ulimit=nofile=1024:1024", "--ulimit=nproc=1024:1024")
# As docker/compose.yaml and docker/kubernetes/ run it.
LOCKED = (
    "--read-only",
    "--cap-drop=all",
    "--security-opt=no-new-privileges",
    "--tmpfs=/tmp",
)


def base_image() -> str:
    """The one image that both stages begin with."""
    name: str
    (name,) = set(re.findall(r"^FROM (\S+)", DOCKERFILE.read_text(encoding="utf-8"), re.MULTILINE))
    return name


@dataclass(frozen=True)
class Ended:
    """A command that has ended: its exit code, and both of its outputs together."""

    code: int
    out: str


def podman(*arguments: str, within: float = 60) -> Ended:
    """Run one Podman command to its end."""
    # Where there are two trees of control groups at once, only runc starts a container.
    runtime = ("--runtime", "runc") if shutil.which("runc") else ()
    done = subprocess.run(
        ["podman", *runtime, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=within,
        check=False,
    )
    return Ended(done.returncode, done.stdout.decode())


def ok(*arguments: str, within: float = 60) -> str:
    """What a Podman command wrote; AssertionError when it failed."""
    done = podman(*arguments, within=within)
    assert done.code == 0, f"podman {' '.join(arguments)}: exit code {done.code}\n{done.out}"
    return done.out


def why_not() -> str:
    """Why no image can be built here; empty when one can."""
    if not shutil.which("podman"):
        return "engine: Podman is not installed"
    if os.geteuid() != 0:
        return "engine: only root may give files to the image's user"
    if podman("image", "exists", base_image()).code != 0:
        return (
            f"engine: Podman has no image {base_image()} (.ci/run makes a stand-in; elsewhere: podman pull)"
        )
    if (tried := podman("run", "--rm", *HERE, base_image(), "true")).code != 0:
        return f"engine: Podman cannot start a container here: {tried.out.strip()[-200:]}"
    return ""


@dataclass(frozen=True)
class Image:
    """An image; `log` is what its build wrote."""

    name: str
    log: str

    def run(self, *command: str, options: tuple[str, ...] = ()) -> Ended:
        """Run a command line of the image to its end, locked down as in production."""
        return podman("run", "--rm", *HERE, *LOCKED, *options, self.name, *command)

    def look(self, script: str) -> str:
        """What a shell script writes that looks around in the image, as root."""
        return ok("run", "--rm", *HERE, "--user=0", "--entrypoint=sh", self.name, "-ec", script)

    @contextmanager
    def running(self, *options: str) -> Iterator[Container]:
        """The image as a service, locked down as in production; removed when the block ends."""
        name = f"compound-{uuid.uuid4().hex[:12]}"
        ok("run", "--detach", f"--name={name}", *HERE, *LOCKED, *options, self.name)
        try:
            yield Container(name)
        finally:
            podman("rm", "--force", "--volumes", "--time=0", name)


@dataclass(frozen=True)
class Container:
    """A container that runs, or did."""

    name: str

    def execute(self, *command: str) -> Ended:
        """Run a command inside, as its user."""
        return podman("exec", self.name, *command)

    def log(self) -> str:
        """Everything it has written."""
        return ok("logs", self.name)

    def is_running(self) -> bool:
        """Whether its first process is still there."""
        return self._inspect("{{.State.Running}}") == "true"

    def stop(self) -> int:
        """Stop it as `docker stop` does; returns its exit code (137: it had to be killed after 30 seconds)."""
        ok("stop", "--time=30", self.name)
        return int(self._inspect("{{.State.ExitCode}}"))

    def _inspect(self, template: str) -> str:
        return ok("inspect", f"--format={template}", self.name).strip()


@contextmanager
def built(folder: Path) -> Iterator[Image]:
    """The image of this working tree, from a copy of it in `folder` that has TRAPS; removed when the block ends."""
    context = folder / "context"
    left_out = (".git", ".venv*", ".*_cache", ".hypothesis", "__pycache__", "shots")
    shutil.copytree(ROOT, context, ignore=shutil.ignore_patterns(*left_out))
    for trap in map(context.joinpath, TRAPS):
        trap.parent.mkdir(exist_ok=True)
        trap.write_text(TRAPPED)
    name = f"localhost/compound-test:{uuid.uuid4().hex[:12]}"
    log = ok(
        *("build", "--pull=never", "--isolation=chroot", "--network=host", "--format=docker"),
        # How this machine trusts the place that its packages come from.
        *((f"--volume={CERTIFICATES}:{CERTIFICATES}:ro",) if CERTIFICATES.is_dir() else ()),
        f"--tag={name}",
        f"--file={context / 'docker' / 'Dockerfile'}",
        str(context),
        within=600,
    )
    try:
        yield Image(name, log)
    finally:
        podman("rmi", "--force", name)
