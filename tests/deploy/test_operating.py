"""Proves what the README tells operators of containers: the services, objects and port it names are those of the files."""

from __future__ import annotations

import re

import pytest

from tests.deploy.documents import DOCKER, ROOT, documents, image_settings


@pytest.fixture(scope="module")
def readme() -> str:
    """The README's text."""
    return (ROOT / "README.md").read_text(encoding="utf-8")


def test_compose_is_told_of_services_and_volumes_that_exist(readme: str) -> None:
    (compose,) = documents(DOCKER / "compose.yaml")
    named = re.findall(r"docker compose (?:exec(?: -T)?|stop|start|cp) (\w[\w-]*)", readme)
    named += re.findall(r"docker compose run(?: --?\S+(?: \S+:\S+)?)* (\w[\w-]*)", readme)
    named += re.findall(r"`(bot-\w+)`", readme)
    assert {"bot", "bot-postgres", "bot-0", "bot-3", "postgres"} == set(named)
    assert set(named) <= compose["services"].keys()
    for profile in re.findall(r"`(\w+)` \((?:one|four) process", readme):
        assert any(profile in service["profiles"] for service in compose["services"].values())
    assert "on the volume `data`" in readme
    assert "data" in compose["volumes"]


def test_kubectl_is_told_of_objects_that_exist(readme: str) -> None:
    folder = DOCKER / "kubernetes"
    objects = [one for path in folder.glob("*.yaml") for one in documents(path)]
    known = {(one["kind"].lower(), one["metadata"]["name"]) for one in objects if "metadata" in one}
    text = " ".join(readme.split())
    named = set(re.findall(r"kubectl (?:scale|delete|create) (\w+)(?: generic)? ([\w-]+)", text))
    assert {kind for kind, _ in named} == {"statefulset", "job", "secret"}
    assert named <= known
    assert set(re.findall(r"`(\w+\.yaml)`", readme)) <= {path.name for path in folder.iterdir()}


def test_one_port_is_named_everywhere(readme: str) -> None:
    port = image_settings()["BOT_METRICS_PORT"]
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = re.findall(r"(?:BOT_METRICS_PORT=|port |127\.0\.0\.1:)(9\d{3})\b", readme + example)
    assert len(named) >= 4
    assert set(named) == {port}
