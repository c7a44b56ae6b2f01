"""Proves docker/kubernetes: as many pods as shards, each with its own, watched where the bot answers, without root."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.config import Settings, Shards
from bot.shell.run import FINISH
from tests.deploy.documents import (
    COMMANDS,
    DOCKER,
    SETTINGS,
    Document,
    documents,
    image_settings,
    pages,
)

FOLDER = DOCKER / "kubernetes"


@pytest.fixture(scope="module")
def objects() -> dict[str, Document]:
    """Every object that is applied, by its kind."""
    (chosen,) = documents(FOLDER / "kustomization.yaml")
    found = [one for name in chosen["resources"] for one in documents(FOLDER / name)]
    kinds = [one["kind"] for one in found]
    assert len(kinds) == len(set(kinds))
    return dict(zip(kinds, found, strict=True))


def pod(workload: Document) -> Any:
    """The pod that a workload makes."""
    return workload["spec"]["template"]["spec"]


def container(workload: Document) -> Any:
    """The only container of a workload's pods."""
    (only,) = pod(workload)["containers"]
    return only


def environment(objects: dict[str, Document], kind: str) -> dict[str, Any]:
    """What a container gets: a text, or where the value comes from."""
    given: dict[str, Any] = dict(objects["ConfigMap"]["data"])
    for variable in container(objects[kind])["env"]:
        given[variable["name"]] = variable.get("value", variable.get("valueFrom"))
    return given


def test_every_file_is_applied_but_the_example(objects: dict[str, Document]) -> None:
    (chosen,) = documents(FOLDER / "kustomization.yaml")
    files = {path.name for path in FOLDER.iterdir()}
    assert files == {*chosen["resources"], "kustomization.yaml", "secret.example.yaml"}
    assert set(objects) == {"ConfigMap", "Job", "StatefulSet", "Service", "PodDisruptionBudget"}
    assert all("namespace" not in one["metadata"] for one in objects.values())


def test_every_name_is_a_setting_and_every_value_can_be_used(objects: dict[str, Document]) -> None:
    for kind in ("Job", "StatefulSet"):
        given = {name: value for name, value in environment(objects, kind).items() if name != "POD_INDEX"}
        assert given.keys() <= SETTINGS
        assert all(isinstance(value, str | dict) for value in given.values()), "numbers are quoted"
        plain = {name: value for name, value in given.items() if isinstance(value, str)}
        plain |= {"BOT_SHARDS": "0/4"}
        Settings(
            _env_file=None,  # type: ignore[call-arg]
            **{name.removeprefix("BOT_").lower(): value for name, value in plain.items()},  # type: ignore[arg-type]
        )


def test_the_example_of_a_secret_has_what_the_containers_want(objects: dict[str, Document]) -> None:
    (example,) = documents(FOLDER / "secret.example.yaml")
    wanted = set()
    for kind in ("Job", "StatefulSet"):
        for value in environment(objects, kind).values():
            if isinstance(value, dict) and "secretKeyRef" in value:
                assert value["secretKeyRef"]["name"] == example["metadata"]["name"]
                assert not value["secretKeyRef"].get("optional"), (
                    "never a database in the container by mistake"
                )
                wanted.add(value["secretKeyRef"]["key"])
    assert wanted == set(example["stringData"]) == {"BOT_TOKEN", "BOT_DATABASE_URL"}
    assert Settings(database_url=example["stringData"]["BOT_DATABASE_URL"]).database_file is None
    assert not re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+", example["stringData"]["BOT_TOKEN"])


def test_every_ordinal_has_its_shard(objects: dict[str, Document]) -> None:
    workload = objects["StatefulSet"]
    variables = container(workload)["env"]
    names = [variable["name"] for variable in variables]
    assert names.index("POD_INDEX") < names.index("BOT_SHARDS"), "only what stands above is filled in"
    (index,) = [variable for variable in variables if variable["name"] == "POD_INDEX"]
    assert index["valueFrom"]["fieldRef"]["fieldPath"] == "metadata.labels['apps.kubernetes.io/pod-index']"
    written = environment(objects, "StatefulSet")["BOT_SHARDS"]
    replicas = workload["spec"]["replicas"]
    shards = [Shards.parse(written.replace("$(POD_INDEX)", str(number))) for number in range(replicas)]
    assert {each.count for each in shards} == {replicas}
    assert sorted(number for each in shards for number in each.own) == list(range(replicas))


def test_no_two_totals_and_no_two_versions_run_at_once(objects: dict[str, Document]) -> None:
    spec = objects["StatefulSet"]["spec"]
    assert spec["updateStrategy"] == {"type": "OnDelete"}
    assert spec["podManagementPolicy"] == "Parallel"


def test_the_commands_exist(objects: dict[str, Document]) -> None:
    assert container(objects["StatefulSet"])["args"] == ["run"]
    assert container(objects["Job"])["args"] == ["migrate"]
    assert {"run", "migrate"} <= COMMANDS


def test_probes_ask_where_the_bot_answers(objects: dict[str, Document]) -> None:
    port = int(objects["ConfigMap"]["data"]["BOT_METRICS_PORT"])
    assert port == int(image_settings()["BOT_METRICS_PORT"])
    assert objects["ConfigMap"]["data"]["BOT_METRICS_HOST"] == "0.0.0.0"
    running = container(objects["StatefulSet"])
    assert running["ports"] == [{"name": "metrics", "containerPort": port}]
    asked = {name: running[name]["httpGet"] for name in ("startupProbe", "livenessProbe", "readinessProbe")}
    assert {probe["port"] for probe in asked.values()} == {"metrics"}
    assert {probe["path"] for probe in asked.values()} <= pages()
    assert asked["livenessProbe"]["path"] == "/healthz"
    assert asked["readinessProbe"]["path"] == "/readyz"
    startup = running["startupProbe"]
    assert startup["periodSeconds"] * startup["failureThreshold"] >= 300
    (served,) = objects["Service"]["spec"]["ports"]
    assert (served["port"], served["targetPort"]) == (port, "metrics")
    notes = objects["StatefulSet"]["spec"]["template"]["metadata"]["annotations"]
    assert notes["prometheus.io/port"] == str(port)
    assert notes["prometheus.io/path"] in pages()


def test_no_pod_is_root_or_writes_beside_its_folder(objects: dict[str, Document]) -> None:
    user = re.search(r"^USER (\d+):(\d+)$", (DOCKER / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert user
    for kind in ("Job", "StatefulSet"):
        allowed = pod(objects[kind])["securityContext"]
        assert allowed["runAsNonRoot"] is True
        assert (allowed["runAsUser"], allowed["runAsGroup"]) == (int(user[1]), int(user[2]))
        assert int(user[1]) > 0
        assert pod(objects[kind])["automountServiceAccountToken"] is False
        assert container(objects[kind])["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }


def test_a_pod_has_time_to_finish(objects: dict[str, Document]) -> None:
    assert pod(objects["StatefulSet"])["terminationGracePeriodSeconds"] >= FINISH + 10


def test_everything_finds_its_pods(objects: dict[str, Document]) -> None:
    labels = objects["StatefulSet"]["spec"]["template"]["metadata"]["labels"]
    assert objects["StatefulSet"]["spec"]["selector"]["matchLabels"] == labels
    assert objects["StatefulSet"]["spec"]["serviceName"] == objects["Service"]["metadata"]["name"]
    assert objects["Service"]["spec"]["selector"] == labels
    assert objects["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"] == labels
    assert objects["Job"]["spec"]["template"]["metadata"]["labels"] != labels
    for kind in ("Job", "StatefulSet"):
        (source,) = container(objects[kind])["envFrom"]
        assert source["configMapRef"]["name"] == objects["ConfigMap"]["metadata"]["name"]
        (chosen,) = documents(FOLDER / "kustomization.yaml")[0]["images"]
        assert container(objects[kind])["image"] == chosen["name"]
