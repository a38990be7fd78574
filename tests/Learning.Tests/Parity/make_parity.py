#!/usr/bin/env python3
"""Makes layers.json and training.json beside this file: what PyTorch computes, for the tests in this folder.

Needs PyTorch, 1.13 or newer (Debian: python3-torch). PyTorch computes in float64 from float32 weights and pixels, so that the
numbers are right to the last float32 digit and a difference is the engine's alone. All arrays are in Digits' layout: images
[h, w, c], convolution weights [kh, kw, ic, oc] (depthwise [kh, kw, c]), dense weights [out, in], flattened images [h, w, c].
"""
import json
import math
import os
import struct

import torch
import torch.nn.functional as F
from torch import nn

FOLDER = os.path.dirname(os.path.abspath(__file__))


class Same(nn.Module):
    """Zeros around a picture so that the output has ceil(in / stride) rows and columns; an odd zero goes below and right."""

    def __init__(self, kernel, stride):
        super().__init__()
        self.kernel, self.stride = kernel, stride

    def forward(self, x):
        total = [max((math.ceil(n / self.stride) - 1) * self.stride + self.kernel - n, 0) for n in x.shape[2:]]
        (top, left), (bottom, right) = ([t // 2 for t in total], [t - t // 2 for t in total])
        return F.pad(x, (left, right, top, bottom))


class Flatten(nn.Module):
    def forward(self, x):
        return x.permute(0, 2, 3, 1).flatten(1)


class GlobalAverage(nn.Module):
    def forward(self, x):
        return x.mean((2, 3), keepdim=True)


class Residual(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, x):
        return x + self.inner(x)


class Builder:
    """Builds an architecture list, following the shape of a picture through it."""

    def __init__(self, shape, classes):
        self.height, self.width, self.channels = shape
        self.classes, self.flat = classes, False

    def build(self, layers):
        return nn.Sequential(*[module for layer in layers for module in self.modules(layer)])

    def modules(self, layer):
        kind = layer["type"]
        if kind in ("conv2d", "depthwise_conv2d"):
            return self.convolution(layer, depthwise=kind == "depthwise_conv2d")
        if kind in ("max_pool2d", "avg_pool2d"):
            size = layer["pool_size"]
            stride = layer.get("stride", size)
            self.height, self.width = [(n - size) // stride + 1 for n in (self.height, self.width)]
            return [(nn.MaxPool2d if kind == "max_pool2d" else nn.AvgPool2d)(size, stride)]
        if kind == "batch_norm":
            norm = nn.BatchNorm1d if self.flat else nn.BatchNorm2d
            # PyTorch's momentum is the share of the new value, ours that of the old one.
            return [norm(self.channels, eps=layer.get("epsilon", 1e-5), momentum=1 - layer.get("momentum", 0.9))]
        if kind == "flatten":
            return [self.flatten()]
        if kind == "global_avg_pool":
            self.height, self.width = 1, 1
            return [GlobalAverage()]
        if kind == "dense":
            before = [] if self.flat else [self.flatten()]
            inputs, self.channels = self.channels, layer.get("units", self.classes)
            return [*before, nn.Linear(inputs, self.channels)]
        if kind == "residual":
            return [Residual(self.build(layer["layers"]))]
        return {
            "relu": lambda: [nn.ReLU()],
            "leaky_relu": lambda: [nn.LeakyReLU(layer.get("slope", 0.01))],
            "gelu": lambda: [nn.GELU()],
            "dropout": lambda: [nn.Dropout(layer["rate"])],
            "softmax": lambda: [],
        }[kind]()

    def flatten(self):
        self.channels, self.flat = self.height * self.width * self.channels, True
        return Flatten()

    def convolution(self, layer, depthwise):
        kernel, stride, padding = layer["kernel_size"], layer.get("stride", 1), layer.get("padding", "valid")
        filters = self.channels if depthwise else layer["filters"]
        groups = self.channels if depthwise else 1
        same = padding == "same"
        zeros = 0 if same or padding == "valid" else int(padding)
        module = nn.Conv2d(self.channels, filters, kernel, stride, zeros, groups=groups)
        sides = (self.height, self.width)
        self.height, self.width = [-(-n // stride) if same else (n + 2 * zeros - kernel) // stride + 1 for n in sides]
        self.channels = filters
        return [Same(kernel, stride), module] if same else [module]


def parameters(network):
    """Every stored array in the order of a model file: layer by layer, a batch norm's running statistics after its parameters."""
    found = []
    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            found += [(module, module.weight), (module, module.bias)]
        elif isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
            found += [(module, module.weight), (module, module.bias), (module, module.running_mean), (module, module.running_var)]
    return found


def ours(module, tensor):
    if isinstance(module, nn.Conv2d) and tensor.dim() == 4:
        return (tensor[:, 0].permute(1, 2, 0) if module.groups > 1 else tensor.permute(2, 3, 1, 0)).flatten().tolist()
    return tensor.flatten().tolist()


def draw(network, generator):
    """float32 weights in the usual size; biases and statistics away from the values at which a mistake could hide."""
    with torch.no_grad():
        for module, tensor in parameters(network):
            noise = torch.randn(tensor.shape, generator=generator)
            if tensor.dim() > 1:
                noise *= math.sqrt(1.5 / tensor[0].numel())
            elif isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)) and (tensor is module.weight or tensor is module.running_var):
                noise = 0.5 + noise.abs()
            else:
                noise *= 0.3
            tensor.copy_(noise)


def start(case, images, seed):
    generator = torch.Generator().manual_seed(seed)
    height, width, channels = case["input"]
    pixels = torch.randint(0, 256, (images, height, width, channels), generator=generator)
    labels = torch.randint(0, case["classes"], (images,), generator=generator)
    network = Builder(case["input"], case["classes"]).build(case["layers"])
    draw(network, generator)
    network.double()
    case["pixels"], case["labels"] = pixels.flatten().tolist(), labels.tolist()
    case["parameters"] = [ours(module, tensor) for module, tensor in parameters(network)]
    return network, (pixels.float() / 255).permute(0, 3, 1, 2).double(), labels


def layer_case(name, layers, seed, shape=(6, 5, 2), classes=3, images=3, smoothing=0.0, trained=True):
    """Evaluation, then the loss, the gradients and the running statistics of one training step."""
    case = {"name": name, "input": shape, "classes": classes, "layers": layers, "label_smoothing": smoothing}
    network, x, labels = start(case, images, seed)
    with torch.no_grad():
        case["probabilities"] = network.eval()(x).softmax(1).flatten().tolist()
    if trained:
        loss = F.cross_entropy(network.train()(x), labels, label_smoothing=smoothing)
        loss.backward()
        case["loss"] = loss.item()
        assert all(p.grad.abs().max() > 0.01 for p in network.parameters() if p.dim() > 1), f"{name}: hardly a gradient; change the seed"
        case["gradients"] = [None if p.grad is None else ours(m, p.grad) for m, p in parameters(network)]
        case["statistics"] = [ours(m, p) if p.grad is None else None for m, p in parameters(network)]
    return case


def optimizer(network, settings):
    decayed = [p for p in network.parameters() if p.dim() > 1]
    others = [p for p in network.parameters() if p.dim() == 1]
    groups = [{"params": decayed, "weight_decay": settings.get("weight_decay", 0)}, {"params": others, "weight_decay": 0}]
    betas, epsilon = (settings.get("beta1", 0.9), settings.get("beta2", 0.999)), settings.get("epsilon")
    given = {} if epsilon is None else {"eps": epsilon}
    return {
        "sgd": lambda: torch.optim.SGD(groups, lr=1, momentum=settings.get("momentum", 0.9)),
        "adam": lambda: torch.optim.Adam(groups, lr=1, betas=betas, **given),
        "adamw": lambda: torch.optim.AdamW(groups, lr=1, betas=betas, **given),
        "adadelta": lambda: torch.optim.Adadelta(groups, lr=1, rho=settings.get("rho", 0.9), **given),
    }[settings["type"]]()


def training_case(name, layers, seed, settings, rates, shape=(5, 5, 1), classes=3, images=12, batch=4, smoothing=0.0):
    """A step per rate, on batches in order and from the start again; the last batch of a round may be smaller."""
    case = {"name": name, "input": shape, "classes": classes, "layers": layers, "label_smoothing": smoothing,
            "optimizer": settings, "rates": rates, "batch": batch, "losses": []}
    network, x, labels = start(case, images, seed)
    network.train()
    steps = optimizer(network, settings)
    first = 0
    for rate in rates:
        for group in steps.param_groups:
            group["lr"] = rate
        chosen = slice(first, min(first + batch, images))
        first = chosen.stop % images
        loss = F.cross_entropy(network(x[chosen]), labels[chosen], label_smoothing=smoothing)
        steps.zero_grad()
        loss.backward()
        steps.step()
        case["losses"].append(loss.item())
    case["trained"] = [ours(m, p) for m, p in parameters(network)]
    return case


def conv(filters, kernel, **more):
    return {"type": "conv2d", "filters": filters, "kernel_size": kernel, **more}


def depthwise(kernel, **more):
    return {"type": "depthwise_conv2d", "kernel_size": kernel, **more}


def layer(kind, **more):
    return {"type": kind, **more}


RELU, FLAT, CLASSES = layer("relu"), layer("flatten"), layer("dense")
END = [FLAT, CLASSES]

# A convolution of 1x1 stands first, so that its gradient shows the input gradient of what follows.
MIX = conv(3, 1)

LAYERS = [
    ("dense", END, {}),
    ("dense, smoothed labels", END, {"smoothing": 0.1}),
    ("dense, one image", [FLAT, layer("dense", units=17), RELU, CLASSES], {"images": 1}),
    ("dense, relu", [FLAT, layer("dense", units=9), RELU, CLASSES], {}),
    ("dense, leaky relu", [FLAT, layer("dense", units=9), layer("leaky_relu"), CLASSES], {}),
    ("leaky relu with a slope", [MIX, layer("leaky_relu", slope=0.2), *END], {}),
    ("gelu", [MIX, layer("gelu"), FLAT, layer("dense", units=5), layer("gelu"), CLASSES], {}),
    ("convolution", [MIX, conv(5, 3), RELU, *END], {}),
    ("convolution of 16 filters, same", [MIX, conv(16, 3, padding="same"), RELU, conv(2, 3, padding="same"), *END], {}),
    ("convolution, even kernel, same", [MIX, conv(3, 4, padding="same"), conv(2, 2, padding="same"), *END], {}),
    ("convolution in steps", [MIX, conv(5, 3, stride=2), RELU, *END], {}),
    ("convolution in steps, same", [MIX, conv(4, 3, stride=2, padding="same"), RELU, conv(5, 2, stride=2, padding="same"), *END], {}),
    ("convolution in steps, padded", [MIX, conv(5, 3, stride=2, padding=1), RELU, conv(3, 3, padding=2), *END], {}),
    ("convolution, kernel as large as the picture", [conv(3, 5), *END], {"shape": (5, 5, 3)}),
    ("depthwise", [MIX, depthwise(3), RELU, conv(3, 1), *END], {}),
    ("depthwise, same", [MIX, depthwise(3, padding="same"), depthwise(2, padding="same"), *END], {}),
    ("depthwise in steps, padded", [MIX, depthwise(3, stride=2, padding=1), *END], {}),
    ("depthwise in steps, same", [conv(17, 1), depthwise(5, stride=2, padding="same"), *END], {"shape": (5, 4, 1)}),
    ("batch norm of pictures", [MIX, layer("batch_norm"), RELU, *END], {}),
    ("batch norm after a convolution", [MIX, conv(5, 3), layer("batch_norm", momentum=0.7, epsilon=0.01), *END], {}),
    ("batch norm of flat values", [FLAT, layer("dense", units=9), layer("batch_norm"), RELU, CLASSES], {"images": 5}),
    ("batch norm first", [layer("batch_norm"), *END], {}),
    ("max pool", [MIX, layer("max_pool2d", pool_size=2), *END], {}),
    ("max pool, windows overlap", [MIX, layer("max_pool2d", pool_size=3, stride=2), *END], {}),
    ("max pool, windows apart", [MIX, layer("max_pool2d", pool_size=2, stride=3), *END], {}),
    ("average pool", [MIX, layer("avg_pool2d", pool_size=2), *END], {}),
    ("average pool, windows overlap", [MIX, layer("avg_pool2d", pool_size=3, stride=1), *END], {}),
    ("global average pool", [MIX, layer("gelu"), layer("global_avg_pool"), CLASSES], {}),
    ("global average pool, then pictures", [MIX, layer("global_avg_pool"), conv(4, 1), layer("batch_norm"), RELU, CLASSES], {"images": 5}),
    ("dropout of nothing", [MIX, layer("dropout", rate=0), *END], {}),
    ("dropout, evaluated", [MIX, layer("dropout", rate=0.5), *END], {"trained": False}),
    ("residual", [MIX, layer("residual", layers=[conv(3, 3, padding="same"), layer("batch_norm"), RELU, conv(3, 3, padding=1)]), *END], {}),
    ("residual in a residual", [MIX, layer("residual", layers=[layer("residual", layers=[depthwise(3, padding="same"), RELU]), conv(3, 1)]), *END], {}),
    ("residual of flat values", [FLAT, layer("dense", units=8), layer("residual", layers=[layer("dense", units=8), layer("gelu")]), CLASSES], {}),
    ("all together", [
        conv(4, 3, padding="same"), layer("batch_norm"), RELU, layer("max_pool2d", pool_size=2),
        layer("residual", layers=[depthwise(3, padding="same"), layer("leaky_relu"), conv(4, 1), layer("batch_norm")]), layer("gelu"),
        layer("avg_pool2d", pool_size=2), layer("global_avg_pool"), layer("dense", units=7), RELU, CLASSES, layer("softmax"),
    ], {"shape": (9, 8, 3), "classes": 4, "images": 4, "smoothing": 0.05}),
]

SMALL = [conv(3, 2), RELU, FLAT, CLASSES]
NETWORK = [conv(4, 3, padding="same"), layer("batch_norm"), RELU, layer("max_pool2d", pool_size=2), FLAT,
           layer("dense", units=6), layer("leaky_relu"), CLASSES]

TRAINING = [
    ("sgd without momentum", SMALL, {"type": "sgd", "momentum": 0}, [0.1, 0.1, 0.05], {}),
    ("sgd", SMALL, {"type": "sgd", "momentum": 0.9}, [0.1, 0.1, 0.08, 0.06, 0.04], {}),
    ("sgd, weight decay", SMALL, {"type": "sgd", "momentum": 0.8, "weight_decay": 0.1}, [0.1, 0.1, 0.08, 0.06, 0.04], {}),
    ("adam", SMALL, {"type": "adam"}, [0.01, 0.02, 0.02, 0.01, 0.005], {}),
    ("adam, weight decay", SMALL, {"type": "adam", "weight_decay": 0.1, "epsilon": 1e-4}, [0.01, 0.02, 0.02, 0.01, 0.005], {}),
    ("adam, other decays", SMALL, {"type": "adam", "beta1": 0.8, "beta2": 0.99}, [0.01, 0.02, 0.02, 0.01, 0.005], {}),
    ("adamw", SMALL, {"type": "adamw", "weight_decay": 0.2}, [0.01, 0.02, 0.02, 0.01, 0.005], {}),
    ("adadelta", SMALL, {"type": "adadelta"}, [1, 1, 0.7, 0.7, 0.5], {}),
    ("adadelta, weight decay", SMALL, {"type": "adadelta", "rho": 0.8, "weight_decay": 0.1}, [1, 1, 0.7, 0.7, 0.5], {}),
    ("a network, last batch smaller, smoothed labels", NETWORK, {"type": "sgd", "momentum": 0.9, "weight_decay": 0.01},
     [0.02, 0.04, 0.05, 0.05, 0.04, 0.03, 0.02, 0.01, 0.005], {"shape": (6, 6, 2), "images": 14, "batch": 5, "smoothing": 0.1}),
    ("a network of dense layers", [FLAT, layer("dense", units=19), layer("gelu"), layer("dense", units=5), layer("gelu"), CLASSES],
     {"type": "adamw", "weight_decay": 0.05}, [0.002, 0.01, 0.01, 0.008, 0.006, 0.004, 0.002], {}),
]


def shortest(number):
    """The shortest decimal that reads back as the same float32."""
    single = struct.unpack("f", struct.pack("f", number))[0]
    for digits in range(1, 10):
        text = f"{single:.{digits}g}"
        if struct.unpack("f", struct.pack("f", float(text)))[0] == single:
            return text
    return repr(single)


def compact(value):
    if isinstance(value, float):
        return shortest(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(key)}:{compact(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(compact(item) for item in value) + "]"
    return json.dumps(value)


def write(name, cases):
    with open(os.path.join(FOLDER, name), "w", encoding="utf-8", newline="\n") as file:
        file.write("[\n" + ",\n".join(compact(case) for case in cases) + "\n]\n")


torch.set_num_threads(1)
write("layers.json", [layer_case(name, layers, seed, **more) for seed, (name, layers, more) in enumerate(LAYERS, 1)])
write("training.json", [training_case(name, layers, seed, settings, rates, **more)
                        for seed, (name, layers, settings, rates, more) in enumerate(TRAINING, 101)])
