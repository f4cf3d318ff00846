"""What is shipped for containers: sound by the tools that check it, and as safe as docs/security.md says."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from serve import GRACE
from tests.ops.machines import DEPLOY, PROJECT, running

FOLDER = PROJECT / "deploy" / "kubernetes"
FILES = sorted(FOLDER.glob("*.yaml"))
DOCKERFILE = (PROJECT / "Dockerfile").read_text()


def test_hadolint_finds_nothing() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    found = subprocess.run([hadolint, PROJECT / "Dockerfile"], capture_output=True, text=True)
    assert (found.returncode, found.stdout) == (0, "")


def test_it_does_not_run_as_root_and_its_base_is_pinned() -> None:
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert bases
    assert all(re.fullmatch(r"python:\d+\.\d+\.\d+-slim-bookworm", base) for base in bases)
    assert re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE) == ["10001:10001"]
    assert "HEALTHCHECK" in DOCKERFILE


def copied() -> Iterator[str]:
    """What the Dockerfile takes into the image that runs."""
    last_stage = DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]
    for line in re.findall(r"^COPY (?!--)(.+)$", last_stage, re.MULTILINE):
        yield from line.split()[:-1]


@pytest.mark.ops
def test_what_is_copied_into_the_image_is_enough_to_serve(tmp_path: Path) -> None:
    image = tmp_path / "image"
    image.mkdir()
    for name in copied():
        source = PROJECT / name
        if source.is_dir():
            shutil.copytree(source, image / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, image / name)
    with running(tmp_path / "log", folder=image) as instance:
        assert instance.status("/readyz") == 200


def test_only_what_is_copied_reaches_the_builder() -> None:
    allowed = {line[1:] for line in (PROJECT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert allowed == {*copied(), "requirements.txt"}


def services() -> dict[str, Any]:
    return dict(yaml.safe_load((PROJECT / "compose.yaml").read_text())["services"])


def test_every_container_has_as_few_rights_as_it_can() -> None:
    for name, service in services().items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert re.search(r":\d+\.\d+\.\d+", service["image"]) or service.get("build"), name
        assert service["mem_limit"], name


def test_only_nginx_is_reached_from_outside_and_it_has_two_instances() -> None:
    found = services()
    assert [name for name, service in found.items() if "ports" in service] == ["nginx"]
    upstreams = re.findall(r"server (\w+):8000 max_fails=0;", (PROJECT / "deploy" / "nginx.conf").read_text())
    assert upstreams == ["app1", "app2"]
    assert set(upstreams) <= set(found)


def test_compose_has_no_secret_in_it() -> None:
    assert services()["app1"]["environment"]["SECRET_KEY"].startswith("${SECRET_KEY:?")


def test_kubernetes_would_take_it() -> None:
    import kubernetes_validate  # it takes a second to load

    for file in FILES:
        try:
            kubernetes_validate.validate(yaml.safe_load(file.read_text()), "1.31", strict=True)
        except kubernetes_validate.ValidationError as error:
            pytest.fail(f"{file.name}: {error.message}")


def objects() -> dict[str, Any]:
    return {found["kind"]: found for found in (yaml.safe_load(file.read_text()) for file in FILES)}


def test_kubernetes_has_each_kind_that_it_takes_to_lose_no_request() -> None:
    assert set(objects()) == {
        "Deployment", "Service", "Ingress", "PodDisruptionBudget", "HorizontalPodAutoscaler", "NetworkPolicy",
    }  # fmt: skip


def test_a_new_release_takes_over_without_a_lost_request() -> None:
    spec = objects()["Deployment"]["spec"]
    pod = spec["template"]["spec"]
    [container] = pod["containers"]
    assert spec["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}
    assert container["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert container["livenessProbe"]["httpGet"]["path"] == "/healthz"
    leaving = int(container["lifecycle"]["preStop"]["exec"]["command"][1])
    assert pod["terminationGracePeriodSeconds"] > leaving + GRACE


def test_an_instance_in_kubernetes_has_no_rights_and_calls_nobody() -> None:
    pod = objects()["Deployment"]["spec"]["template"]["spec"]
    rights = pod["containers"][0]["securityContext"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
    assert rights == {
        "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]},
    }  # fmt: skip
    assert objects()["NetworkPolicy"]["spec"]["egress"] == []
    assert {"Ingress", "Egress"} == set(objects()["NetworkPolicy"]["spec"]["policyTypes"])


def test_the_proxy_of_a_cluster_writes_no_line_for_a_request() -> None:
    assert objects()["Ingress"]["metadata"]["annotations"]["nginx.ingress.kubernetes.io/enable-access-log"] == "false"


def test_nginx_gets_its_pages_and_all_that_it_takes_in() -> None:
    mounted = dict(each.split(":")[:2] for each in services()["nginx"]["volumes"])
    assert mounted == {"./deploy/nginx.conf": "/etc/nginx/conf.d/default.conf", "./deploy/nginx": "/etc/nginx/check"}
    written = (DEPLOY / "nginx.conf").read_text() + (DEPLOY / "nginx" / "always.conf").read_text()
    assert set(re.findall(r"/etc/nginx/\S+(?=;)", written)) == {"/etc/nginx/check", "/etc/nginx/check/always.conf"}
    assert (DEPLOY / "nginx" / "always.conf").exists()


def test_names_and_ports_fit_together() -> None:
    found = objects()
    labels = found["Deployment"]["spec"]["template"]["metadata"]["labels"]
    selectors = (
        found["Service"]["spec"]["selector"],
        found["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"],
        found["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"],
    )
    assert all(selector == labels for selector in selectors)
    backend = found["Ingress"]["spec"]["rules"][0]["http"]["paths"][0]["backend"]["service"]
    assert backend == {"name": found["Service"]["metadata"]["name"], "port": {"name": "http"}}
    assert found["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]["name"] == found["Deployment"]["metadata"]["name"]
