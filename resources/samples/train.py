#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Quantoscope authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Train and export the sample models and sample data of Quantoscope.

    ./train.py                 make everything
    ./train.py data            only the calibration and evaluation sets
    ./train.py vit             only the vision transformer
    ./train.py resnet          only the residual network

Needs the Debian packages dataset-fashion-mnist, python3-torch, python3-onnx
and python3-numpy.  Install libopenblas0-pthread too: with the reference BLAS
the transformer trains many times slower, and rounds differently.  See
README.md for what comes out.
"""
import argparse
import gzip
import hashlib
import json
import math
import os
import pathlib
import time

# One thread: the order of summation, and so the result, must not depend on
# how many processors the machine has.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np
import onnx
import torch
from torch import nn
import torch.nn.functional as F

HERE = pathlib.Path(__file__).resolve().parent
DATASET = pathlib.Path("/usr/share/datasets/fashion-mnist")
MEAN, STD = 0.2860, 0.3530
CLASSES = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
           "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"]

DATA = dict(seed=2026, calibration=256, evaluation=512)
VIT = dict(seed=2026, epochs=7, batch=64, lr=1e-3, weight_decay=0.05, clip=1.0,
           label_smoothing=0.05, shift=0,
           patch=4, dim=96, heads=4, depth=6, mlp_ratio=2,
           # Spread of the initial LayerNorm gains, per block (see
           # spread_gains), how much slower gains learn than weights, and a
           # factor on the initial query/key weights that sharpens softmax.
           gain_sigma=[1.0, 0.8, 1.2, 0.8, 1.2, 0.8], final_gain_sigma=0.5,
           gain_lr_factor=0.2, query_key_factor=2.0)
RESNET = dict(seed=2026, epochs=8, batch=128, lr=0.1, momentum=0.9,
              weight_decay=5e-4, shift=2, widths=[16, 32, 64], blocks_per_stage=2)


# ---------------------------------------------------------------- data

def read_idx(name):
    """An array from one gzipped IDX file of the data set."""
    with gzip.open(DATASET / name) as file:
        raw = file.read()
    rank = raw[3]
    shape = np.frombuffer(raw, ">u4", rank, 4)
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * rank).reshape(shape)


def load_split(split):
    """Images [N,1,28,28], float32 and normalised, and labels [N], int64."""
    images = read_idx(f"{split}-images-idx3-ubyte.gz").astype(np.float32)
    labels = read_idx(f"{split}-labels-idx1-ubyte.gz").astype(np.int64)
    images = (images / np.float32(255) - np.float32(MEAN)) / np.float32(STD)
    return images[:, None], labels


def balanced_subset(labels, count, seed):
    """count indices in random order with the classes as equal as can be."""
    rng = np.random.default_rng(seed)
    chosen = []
    extra = set(rng.permutation(len(CLASSES))[:count % len(CLASSES)].tolist())
    for label in range(len(CLASSES)):
        size = count // len(CLASSES) + (label in extra)
        chosen.append(rng.choice(np.flatnonzero(labels == label), size,
                                 replace=False))
    return rng.permutation(np.concatenate(chosen))


def make_data():
    for split, name, seed in (("train", "calibration", DATA["seed"]),
                              ("t10k", "evaluation", DATA["seed"] + 1)):
        images, labels = load_split(split)
        index = balanced_subset(labels, DATA[name], seed)
        np.savez_compressed(HERE / f"fashion_{name}.npz", image=images[index])
        np.save(HERE / f"fashion_{name}_labels.npy", labels[index])
    record("data", dict(DATA, mean=MEAN, std=STD, classes=CLASSES), [
        "fashion_calibration.npz", "fashion_calibration_labels.npy",
        "fashion_evaluation.npz", "fashion_evaluation_labels.npy"])


# ---------------------------------------------------------------- models

class Product(nn.Module):
    """A matrix product as a module, so that the exported node has a name."""

    def forward(self, a, b):
        return a @ b


class Attention(nn.Module):
    """Softmax attention written out, to be exported as MatMul and Softmax."""

    def __init__(self, tokens, dim, heads):
        super().__init__()
        self.tokens, self.dim, self.heads = tokens, dim, heads
        self.scale = (dim // heads) ** -0.5
        self.qkv = nn.Linear(dim, 3 * dim)
        self.scores = Product()
        self.softmax = nn.Softmax(dim=-1)
        self.context = Product()
        self.proj = nn.Linear(dim, dim)

    def forward(self, x):
        qkv = self.qkv(x).reshape(-1, self.tokens, 3, self.heads,
                                  self.dim // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        weights = self.softmax(self.scores(q * self.scale, k.transpose(-2, -1)))
        mixed = self.context(weights, v).transpose(1, 2)
        return self.proj(mixed.reshape(-1, self.tokens, self.dim))


class Mlp(nn.Module):
    def __init__(self, dim, hidden):
        super().__init__()
        self.fc1 = nn.Linear(dim, hidden)
        self.act = nn.GELU()
        self.fc2 = nn.Linear(hidden, dim)

    def forward(self, x):
        return self.fc2(self.act(self.fc1(x)))


class Block(nn.Module):
    def __init__(self, tokens, dim, heads, mlp_ratio):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attn = Attention(tokens, dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = Mlp(dim, dim * mlp_ratio)

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class VisionTransformer(nn.Module):
    """Pre-norm ViT with learned positions; the tokens are averaged."""

    def __init__(self, config):
        super().__init__()
        dim = config["dim"]
        self.dim = dim
        self.tokens = (28 // config["patch"]) ** 2
        self.patch_embed = nn.Conv2d(1, dim, config["patch"], config["patch"])
        self.pos_embed = nn.Parameter(torch.zeros(1, self.tokens, dim))
        self.blocks = nn.ModuleList(
            Block(self.tokens, dim, config["heads"], config["mlp_ratio"])
            for _ in range(config["depth"]))
        self.norm = nn.LayerNorm(dim)
        self.head = nn.Linear(dim, len(CLASSES))

        nn.init.trunc_normal_(self.pos_embed, std=0.2)
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.xavier_uniform_(module.weight)
                nn.init.zeros_(module.bias)
        for block, sigma in zip(self.blocks, config["gain_sigma"]):
            with torch.no_grad():
                block.attn.qkv.weight[:2 * dim] *= config["query_key_factor"]
            spread_gains(block.norm1, sigma)
            spread_gains(block.norm2, sigma)
        spread_gains(self.norm, config["final_gain_sigma"])

    def forward(self, image):
        x = self.patch_embed(image)
        x = x.reshape(-1, self.dim, self.tokens).transpose(1, 2)
        x = x + self.pos_embed
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x).mean(dim=1))


def spread_gains(norm, sigma):
    """Start LayerNorm gains log-normally distributed, root mean square 1.

    Large pretrained vision transformers have a few channels that are many
    times wider than the rest after LayerNorm, which is what makes them hard
    to quantize with one scale per tensor.  A transformer as small and as
    briefly trained as this one cannot be relied on to grow them, so it is
    started with unequal gains.  Training goes on from there, with a lower
    learning rate for the gains and no weight decay, so as not to level them.
    """
    with torch.no_grad():
        gains = torch.exp(sigma * torch.randn_like(norm.weight))
        norm.weight.copy_(gains / gains.square().mean().sqrt())


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.relu = nn.ReLU()
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False),
                nn.BatchNorm2d(outputs))

    def forward(self, x):
        shortcut = x if self.downsample is None else self.downsample(x)
        x = self.relu(self.bn1(self.conv1(x)))
        return self.relu(self.bn2(self.conv2(x)) + shortcut)


class ResNet(nn.Module):
    """Residual network for small images: three stages of basic blocks."""

    def __init__(self, config):
        super().__init__()
        widths = config["widths"]
        self.conv1 = nn.Conv2d(1, widths[0], 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(widths[0])
        self.relu = nn.ReLU()
        channels = widths[0]
        for number, width in enumerate(widths, 1):
            blocks = []
            for index in range(config["blocks_per_stage"]):
                stride = 2 if number > 1 and index == 0 else 1
                blocks.append(BasicBlock(channels, width, stride))
                channels = width
            setattr(self, f"layer{number}", nn.Sequential(*blocks))
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.flatten = nn.Flatten()
        self.fc = nn.Linear(channels, len(CLASSES))
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out",
                                        nonlinearity="relu")

    def forward(self, image):
        x = self.relu(self.bn1(self.conv1(image)))
        x = self.layer3(self.layer2(self.layer1(x)))
        return self.fc(self.flatten(self.avgpool(x)))


# ---------------------------------------------------------------- training

def augment(images, generator, reach):
    """Mirror half of the images, shift each by up to reach pixels."""
    count = len(images)
    mirror = torch.rand(count, generator=generator) < 0.5
    images = torch.where(mirror[:, None, None, None], images.flip(-1), images)
    padded = F.pad(images, (reach,) * 4, value=-MEAN / STD)
    shift = torch.randint(0, 2 * reach + 1, (2, count, 1), generator=generator)
    rows = (shift[0] + torch.arange(28))[:, :, None]
    columns = (shift[1] + torch.arange(28))[:, None, :]
    return padded[torch.arange(count)[:, None, None], 0, rows, columns][:, None]


@torch.no_grad()
def accuracy(model, images, labels, batch=500):
    model.eval()
    hits = sum((model(images[i:i + batch]).argmax(1) == labels[i:i + batch])
               .sum().item() for i in range(0, len(images), batch))
    return hits / len(images)


def train(model, optimizer, config, data):
    """One-cycle training: linear warm-up, then cosine decay to zero."""
    (images, labels), test = data
    generator = torch.Generator().manual_seed(config["seed"])
    steps = len(images) // config["batch"]
    total = steps * config["epochs"]
    warm = max(1, total // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: (
        (step + 1) / warm if step < warm else
        0.5 + 0.5 * math.cos(math.pi * (step - warm) / (total - warm))))
    for epoch in range(config["epochs"]):
        model.train()
        start, loss_sum = time.time(), 0.0
        order = torch.randperm(len(images), generator=generator)
        for step in range(steps):
            index = order[step * config["batch"]:(step + 1) * config["batch"]]
            logits = model(augment(images[index], generator, config["shift"]))
            loss = F.cross_entropy(
                logits, labels[index],
                label_smoothing=config.get("label_smoothing", 0.0))
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            if config.get("clip"):
                nn.utils.clip_grad_norm_(model.parameters(), config["clip"])
            optimizer.step()
            schedule.step()
            loss_sum += loss.item()
        print(f"epoch {epoch + 1}/{config['epochs']}"
              f"  loss {loss_sum / steps:.4f}"
              f"  test accuracy {accuracy(model, *test):.4f}"
              f"  {time.time() - start:.0f} s", flush=True)
    return accuracy(model, *test)


def load_tensors(limit=None):
    data = []
    for split in ("train", "t10k"):
        images, labels = load_split(split)
        data.append((torch.from_numpy(images[:limit]),
                     torch.from_numpy(labels[:limit])))
    return data


# ---------------------------------------------------------------- export

def export(model, path, opset, training):
    torch.onnx.export(
        model, torch.zeros(2, 1, 28, 28), str(path), opset_version=opset,
        training=training, input_names=["image"], output_names=["logits"],
        do_constant_folding=training == torch.onnx.TrainingMode.EVAL,
        dynamic_axes={"image": {0: "batch"}, "logits": {0: "batch"}})
    proto = onnx.load(str(path))
    name_weights(proto.graph)
    separate_weights(proto.graph)
    proto.doc_string = "Sample model of Quantoscope, trained on Fashion-MNIST"
    onnx.checker.check_model(proto, full_check=True)
    onnx.save(proto, str(path))
    operators = {}
    for node in proto.graph.node:
        operators[node.op_type] = operators.get(node.op_type, 0) + 1
    return dict(sorted(operators.items()))


def name_weights(graph):
    """Name the transposed weights of linear layers after their layers.

    The exporter calls them onnx::MatMul_123; /blocks.0/attn/qkv/MatMul gets
    blocks.0.attn.qkv.weight instead.
    """
    weights = {tensor.name: tensor for tensor in graph.initializer}
    for node in graph.node:
        for i, name in enumerate(node.input):
            if node.op_type == "MatMul" and name in weights:
                new = node.name.strip("/").split("/")
                new = ".".join(new[:-1]) + ".weight"
                assert new not in weights
                weights[name].name = new
                node.input[i] = new


def separate_weights(graph):
    """Give every layer its own weights again.

    The exporter merges equal tensors (the shifts of two batch normalizations
    whose outputs are added stay equal throughout training) and puts Identity
    nodes in their place.
    """
    weights = {tensor.name: tensor for tensor in graph.initializer}
    for node in list(graph.node):
        if node.op_type == "Identity" and node.input[0] in weights:
            copy = graph.initializer.add()
            copy.CopyFrom(weights[node.input[0]])
            copy.name = node.output[0]
            graph.node.remove(node)


# ---------------------------------------------------------------- figures

@torch.no_grad()
def transformer_figures(model, images):
    """Channel ranges after LayerNorm, and how crowded softmax is near zero."""
    outputs = {}
    hooks = [module.register_forward_hook(
        lambda _m, _i, out, name=name: outputs.__setitem__(name, out))
        for name, module in model.named_modules()
        if isinstance(module, (nn.LayerNorm, nn.Softmax))]
    model.eval()
    model(images)
    for hook in hooks:
        hook.remove()
    norms, softmax = {}, {}
    for name, out in outputs.items():
        if name.endswith("softmax"):
            softmax[name] = {
                "share_below_1_255": round((out < 1 / 255).float().mean().item(), 4),
                "share_below_2_255": round((out < 2 / 255).float().mean().item(), 4),
                "median": float(f"{out.flatten().median().item():.3g}"),
                "max": round(out.max().item(), 4)}
        else:
            out = out.reshape(-1, out.shape[-1])
            ranges = out.amax(0) - out.amin(0)
            norms[name] = {
                "widest_range": round(ranges.max().item(), 3),
                "median_range": round(ranges.median().item(), 3),
                "narrowest_range": round(ranges.min().item(), 4),
                "widest_over_median": round(
                    (ranges.max() / ranges.median()).item(), 2)}
    return {"layer_norm_channels": norms, "softmax_outputs": softmax}


def record(key, entry, files):
    """Put one entry, with the digests of its files, into samples.json."""
    path = HERE / "samples.json"
    samples = json.loads(path.read_text()) if path.exists() else {}
    entry["files"] = {
        name: {"bytes": (HERE / name).stat().st_size,
               "sha256": hashlib.sha256((HERE / name).read_bytes()).hexdigest()}
        for name in files}
    samples[key] = entry
    path.write_text(json.dumps(dict(sorted(samples.items())), indent=2) + "\n")


def vit_optimizer(model, config):
    """AdamW; weight decay for matrices only, slow learning for the gains."""
    gains = [module.weight for module in model.modules()
             if isinstance(module, nn.LayerNorm)]
    special = {id(gain) for gain in gains} | {id(model.pos_embed)}
    matrices = [p for p in model.parameters()
                if p.dim() >= 2 and id(p) not in special]
    others = [p for p in model.parameters() if p.dim() < 2
              and id(p) not in special] + [model.pos_embed]
    return torch.optim.AdamW(
        [{"params": matrices, "weight_decay": config["weight_decay"]},
         {"params": others, "weight_decay": 0.0},
         {"params": gains, "weight_decay": 0.0,
          "lr": config["lr"] * config["gain_lr_factor"]}],
        lr=config["lr"], betas=(0.9, 0.98))


def make_vit(config=VIT, limit=None, checkpoint=None):
    torch.manual_seed(config["seed"])
    model = VisionTransformer(config)
    optimizer = vit_optimizer(model, config)
    result = train(model, optimizer, config, load_tensors(limit))
    finish("vit_fashion.onnx", model, config, result, 17,
           torch.onnx.TrainingMode.EVAL, checkpoint)


def make_resnet(config=RESNET, limit=None, checkpoint=None):
    torch.manual_seed(config["seed"])
    model = ResNet(config)
    optimizer = torch.optim.SGD(
        model.parameters(), lr=config["lr"], momentum=config["momentum"],
        weight_decay=config["weight_decay"], nesterov=True)
    result = train(model, optimizer, config, load_tensors(limit))
    # PRESERVE keeps BatchNormalization apart; EVAL would fold it into Conv.
    finish("resnet_fashion.onnx", model, config, result, 13,
           torch.onnx.TrainingMode.PRESERVE, checkpoint)


def finish(name, model, config, result, opset, training, checkpoint):
    model.eval()
    if checkpoint:
        torch.save(model.state_dict(), checkpoint / f"{name}.pt")
    operators = export(model, HERE / name, opset, training)
    evaluation = accuracy(
        model, torch.from_numpy(np.load(HERE / "fashion_evaluation.npz")["image"]),
        torch.from_numpy(np.load(HERE / "fashion_evaluation_labels.npy")))
    entry = {"training": config, "test_accuracy": result,
             "evaluation_set_accuracy": evaluation,
             "parameters": sum(p.numel() for p in model.parameters()),
             "opset": opset, "operators": operators,
             "torch": torch.__version__, "numpy": np.__version__}
    if isinstance(model, VisionTransformer):
        images = np.load(HERE / "fashion_calibration.npz")["image"]
        entry.update(transformer_figures(model, torch.from_numpy(images)))
    record(name.split("_")[0], entry, [name])
    print(name, f"{result:.4f}", operators)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", nargs="*", default=["data", "resnet", "vit"],
                        help="data, vit, resnet (default: all)")
    parser.add_argument("--checkpoint", type=pathlib.Path,
                        help="also save the weights in this folder")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    for what in options.what:
        if what == "data":
            make_data()
        elif what == "vit":
            make_vit(checkpoint=options.checkpoint)
        elif what == "resnet":
            make_resnet(checkpoint=options.checkpoint)
        else:
            parser.error(f"unknown part: {what}")


if __name__ == "__main__":
    main()
