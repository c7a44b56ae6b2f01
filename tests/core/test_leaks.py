"""Proves that secrets are found in what is shared, in whatever way they were pasted, and that ordinary texts are none."""

from __future__ import annotations

import base64
import random
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.leaks import found_secret, without_secrets
from tests.core.timing import seconds

# Made up here, so that no scanner takes this file for a leak and nobody's token is in it.
_CHANCE = random.Random(5)


def made(length: int, letters: str = string.ascii_letters + string.digits) -> str:
    """Letters by chance, always the same."""
    return "".join(_CHANCE.choice(letters) for _ in range(length))


HEX = "0123456789abcdef"
BASE32 = string.ascii_uppercase + "234567"
MIXED = string.ascii_letters + string.digits + "_-"
KEY = base64.b64encode(bytes(_CHANCE.randrange(256) for _ in range(600))).decode()
LINES = "\n".join(KEY[start : start + 64] for start in range(0, len(KEY), 64))
BOT = f"{base64.b64encode(b'1234567890123456789').decode().rstrip('=')}.{made(6)}.{made(38, MIXED)}"

SECRETS = {
    "hf": ("Hugging Face", "hf_" + made(34, string.ascii_letters)),
    "hf in an organisation": ("Hugging Face", "api_org_" + made(34, string.ascii_letters)),
    **{f"github {kind}": ("GitHub", f"gh{kind}_{made(36)}") for kind in "pousr"},
    "github fine-grained": ("GitHub", f"github_pat_{made(22)}_{made(59)}"),
    "kaggle token": ("Kaggle", "KGAT_" + made(32, HEX)),
    "kaggle.json": ("Kaggle", '{"username":"ana.b-c","key":"' + made(32, HEX) + '"}'),
    "kaggle.json in lines": ("Kaggle", '{\n  "username": "ana",\n  "key": "' + made(32, HEX) + '"\n}'),
    "kaggle.json turned round": ("Kaggle", "{'key': '" + made(32, HEX) + "', 'username': 'ana'}"),
    "kaggle environment": ("Kaggle", "export KAGGLE_USERNAME=ana KAGGLE_KEY=" + made(32, HEX)),
    "kaggle in words": ("Kaggle", "my Kaggle API key is " + made(32, HEX)),
    "aws id": ("AWS", "AKIA" + made(16, BASE32)),
    "aws id for a while": ("AWS", "ASIA" + made(16, BASE32)),
    "aws secret": ("AWS", "aws_secret_access_key = " + made(40)),
    "aws secret in JSON": ("AWS", '"SecretAccessKey": "' + made(40) + '"'),
    "aws secret in words": ("AWS", "the AWS secret is " + made(40)),
    "openai": ("OpenAI", "sk-" + made(48)),
    "openai project": ("OpenAI", "sk-proj-" + "aA1" + made(100, MIXED)),
    "openai style": ("OpenAI", "sk-ant-" + "api03-aA1" + made(80, MIXED)),
    "openrouter": ("OpenAI", "sk-or-v1-" + made(64, HEX)),
    "bot": ("Discord", BOT),
    "account": ("Discord", "mfa." + made(84, MIXED)),
    "webhook": ("Discord", f"https://discord.com/api/webhooks/123456789012345678/{made(68, MIXED)}"),
    "old webhook": (
        "Discord",
        f"https://ptb.discordapp.com/api/v10/webhooks/123456789012345678/{made(68, MIXED)}",
    ),
    **{
        f"{kind} key": (
            "private key",
            f"-----BEGIN {kind}PRIVATE KEY-----\n{LINES}\n-----END {kind}PRIVATE KEY-----",
        )
        for kind in ("", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED ")
    },
    "pgp": ("private key", f"-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: x 1-2\n\n{LINES}"),
    "encrypted pem": (
        "private key",
        f"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,{made(32, HEX)}\n\n{LINES}",
    ),
    "key in one line": ("private key", f"-----BEGIN PRIVATE KEY----- {LINES.replace(chr(10), ' ')}"),
}

WAYS = {
    "alone": "{}",
    "in a sentence": "I use {}, which works.",
    "in quotes": 'token="{}"',
    "after a sign": "TOKEN={}",
    "in code": "```py\nlogin('{}')\n```",
    "in Japanese": "これは{}です",
    "in Arabic": "مفتاحي {} هنا",
}


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("way", WAYS)
def test_a_secret_is_found(name: str, way: str) -> None:
    whose, secret = SECRETS[name]
    assert found_secret(["nothing", WAYS[way].format(secret)]) == whose


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("between", ["\u200b", "\u2060", "\ufeff", "\u00ad", "\u202e", "\ufe0f"])
def test_what_nobody_sees_hides_no_secret(name: str, between: str) -> None:
    whose, secret = SECRETS[name]
    middle = secret.index("-----\n") + 40 if "-----\n" in secret else len(secret) - 8
    assert found_secret([secret[:middle] + between + secret[middle:]]) == whose
    assert found_secret([between.join(secret)]) == whose


@pytest.mark.parametrize(
    "wrapped", ["**{}**", "*{}*", "_{}_", "__{}__", "`{}`", "||{}||", "~~{}~~", "<{}>", "> {}"]
)
@pytest.mark.parametrize("name", ["hf", "github p", "github fine-grained", "aws id", "openai", "bot"])
def test_formatting_hides_no_secret(name: str, wrapped: str) -> None:
    whose, secret = SECRETS[name]
    assert found_secret([wrapped.format(secret)]) == whose
    half = len(secret) // 2
    assert found_secret([f"{secret[:half]}**{secret[half:]}**"]) == whose
    assert found_secret([secret.replace("_", r"\_")]) == whose


def test_a_link_hides_no_secret() -> None:
    whose, secret = SECRETS["hf"]
    assert found_secret([f"https://example.com/?token={secret}"]) == whose
    assert found_secret([f"https://example.com/?token={secret.replace('_', '%5F')}"]) == whose


ORDINARY = {
    "a commit": "Fixed in a94a8fe5ccb19ba61c4c0873d391e987982fbbd3, see the key idea in 2fd4e1c67a2d28fced849ee1bb76e739",
    "a checksum": "md5 d41d8cd98f00b204e9800998ecf8427e\nsha256 " + made(64, HEX),
    "a run": "wandb run dashing-sunset-42 (id 3k9x2v1q), group sk-learn-baselines-with-many-features-2026",
    "a model": "hf_hub_download('sentence-transformers/all-MiniLM-L6-v2'), hf_transformers_tutorial_for_beginners_part_two",
    "a model's address": "https://huggingface.co/meta-llama/Llama-3.2-11B-Vision-Instruct/resolve/main/model-00001-of-00005.safetensors",
    "a paper": "arXiv:2106.09685v2 and https://arxiv.org/abs/1706.03762, hep-th/9901001",
    "an image": "data:image/png;base64," + KEY,
    "a kernel": "https://www.kaggle.com/code/ana/my-first-notebook?scriptVersionId=123456789",
    "a kaggle key in words": "Put your Kaggle key into ~/.kaggle/kaggle.json, username and key; mine is kept to myself.",
    "a name for an environment": "set HF_TOKEN, GITHUB_TOKEN, KAGGLE_KEY, AWS_SECRET_ACCESS_KEY and OPENAI_API_KEY first",
    "a placeholder": "hf_xxx, ghp_..., sk-..., github_pat_YOUR_TOKEN, AKIA…, KGAT_<token>",
    "words with hyphens": "sk-proj-a-simple-way-to-name-your-own-projects and sk-ant-colony-optimisation-in-ten-easy-lines",
    "scikit": "sk-learn vs. sk-image; risk-" + "a" * 40,
    "a jwt's head": "A JWT begins with eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9 and a dot",
    "a public key": f"ssh-ed25519 {KEY[:68]} ana@home\n-----BEGIN PUBLIC KEY-----\n{LINES}\n-----END PUBLIC KEY-----",
    "a certificate": f"-----BEGIN CERTIFICATE-----\n{LINES}\n-----END CERTIFICATE-----",
    "talk of keys": 'The file begins with "-----BEGIN PRIVATE KEY-----"; never share yours, please. It is long, and secret.',
    "a webhook in words": "POST to https://discord.com/api/webhooks/ID/TOKEN; docs: https://discord.com/developers/docs/resources/webhook",
    "a message": "https://discord.com/channels/123456789012345678/123456789012345678/123456789012345678",
    "a uuid": "run 123e4567-e89b-12d3-a456-426614174000",
    "a long number": "M" + "1" * 40 + " and NASIA, AKIAIOS; " + "AKIA" + "A" * 30,
    "code": "key = hashlib.md5(username.encode()).hexdigest()  # key: d41d8cd98f00b204e9800998ecf8427e",
    "Japanese": "今日はニューラルネットワークを学びました。鍵となる考えは注意機構です。" * 5,
    "Arabic": "قرأتُ اليومَ فصلًا عن الشبكات العصبيّة، ثم جرّبتُ المثال. المفتاح هو الانتباه." * 5,
    "Hindi": "मैंने आज क्षेत्र और श्रृंखला पर काम किया, ज़रूर पढ़ें।" * 5,
}


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_text_is_no_secret(name: str) -> None:
    assert found_secret([ORDINARY[name]]) is None


def test_several_texts_are_not_read_as_one() -> None:
    _, secret = SECRETS["hf"]
    assert found_secret([]) is None
    assert found_secret([secret[:20], secret[20:]]) is None


@given(st.text(max_size=300))
def test_chance_makes_no_secret(text: str) -> None:
    assert found_secret([text]) is None


SLOW = {
    "hf_": "hf_" * 1400,
    "almost hf": ("hf_" + "a" * 29 + " ") * 120,
    "sk-": "sk-proj-" * 500,
    "sk- of small letters": ("sk-proj-" + "a" * 60) * 60,
    "sk- once": "sk-proj-" + "a" * 4000,
    "dots": "M" + "a" * 24 + ".",
    "bot": ("M" * 25 + "." + "a" * 6 + ".") * 125,
    "M": "M" * 4000,
    "username": "username:" * 440,
    "username and a word": ("username: " + "a." * 30 + "  ") * 55,
    "username and signs": "username:" + ":" * 4000,
    "key": "key: " * 800,
    "kaggle": "kaggle key " * 360,
    "aws": "aws secret access key " * 180,
    "aws signs": "aws_secret" + "_" * 4000,
    "pem": "-----BEGIN PRIVATE KEY-----" * 148,
    "pem begins": "-----BEGIN " * 360,
    "pem words": "-----BEGIN " + "A " * 2000,
    "pem and signs": ("-----BEGIN RSA PRIVATE KEY-----" + "a+/" * 7 + " ") * 70,
    "hex": "0" * 4000,
    "percent": "%" * 4000,
    "percent encoded": "%68%66%5f" * 440,
    "stars": "*" * 4000,
    "invisible": "\u200b" * 4000,
    "wide": "ｈｆ＿" * 1300,
    "ligature": "\ufdfa" * 4000,
}


@pytest.mark.parametrize("name", SLOW)
def test_a_text_made_to_be_slow_is_read_at_once(name: str) -> None:
    assert seconds(lambda: found_secret([SLOW[name][:4000]])) < 0.1


@pytest.mark.parametrize("name", SECRETS)
def test_nothing_of_a_secret_stays_when_it_is_cut_out(name: str) -> None:
    _whose, secret = SECRETS[name]
    left = without_secrets(f"Before it.\n{secret}\nAfter it.")
    assert found_secret([left]) is None
    assert not [part for part in re.findall(r"[\w+/-]{20,}", secret) if part in left]
    if left:  # nothing is left of what cannot be told from a secret; a key without an end has none
        assert left.startswith("Before it.\n")
        assert left.endswith("\nAfter it.") or "-----END" not in secret


def test_what_holds_no_secret_stays_as_it_is() -> None:
    text = "Two lines,\n  and  some   space\t"
    assert without_secrets(text) == text
    assert without_secrets(f"My key {SECRETS['hf'][1]} is here") == "My key … is here"
