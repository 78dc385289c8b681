"""A share link of the sampling lab, written from the description of the format alone; the link stands in
src/labs/next_token/config/tests.rs. Standard library only.

postcard: unsigned numbers and enum variants as varints (u8 as it is), f32 in little endian, a text as length and UTF-8.
Then FNV-1a (32 bits, little endian) over lab id, 0, version and these bytes; all in base64url without padding.
"""

import base64
import struct


def varint(n):
    out = b""
    while n > 127:
        out, n = out + bytes([n & 127 | 128]), n >> 7
    return out + bytes([n])


def f32(x):
    return struct.pack("<f", x)


def text(s):
    return varint(len(s.encode())) + s.encode()


def check_sum(data):
    total = 0x811C9DC5
    for byte in data:
        total = (total ^ byte) * 0x01000193 & 0xFFFFFFFF
    return struct.pack("<I", total)


def state(lab, version, body):
    signed = body + check_sum(lab.encode() + bytes([0, version]) + body)
    return base64.urlsafe_b64encode(signed).decode().rstrip("=")


CONFIG = b"".join(
    [
        varint(1),  # corpus: Chinese
        varint(1) + varint(300),  # tokenizer: Bpe { merges }
        varint(48),  # width
        bytes([3]),  # layers
        bytes([6]),  # heads
        varint(40),  # context
        varint(12),  # batch
        varint(2500),  # steps
        f32(0.003),  # learning rate
        varint(4_000_000_000),  # seed
        f32(0.85),  # temperature
        varint(40),  # top-k
        f32(0.9),  # top-p
        f32(0.05),  # min-p
        f32(1.15),  # repetition penalty
        varint(7),  # sample seed
        text("春眠不覺曉 spring"),  # prompt
        bytes([5]),  # beam width
        varint(2),  # weights: Shipped
    ]
)

if __name__ == "__main__":
    print("v=1&s=" + state("next-token", 1, CONFIG))
