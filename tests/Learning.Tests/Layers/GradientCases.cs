using System.Globalization;
using Digits.Learning.Data;

namespace Digits.Learning.Tests.Layers;

/// <summary>Networks whose gradients are checked: every layer, awkward sizes, and what stands between them.</summary>
public static class GradientCases
{
    private const string Usual = "8x9x2";
    private const string End = """{"type":"flatten"},{"type":"dense"}]""";
    private const string Norm = """{"type":"batch_norm"}""";
    private const string Relu = """{"type":"relu"}""";
    private const string Gelu = """{"type":"gelu"}""";

    /// <summary>A name, layers, the shape of an image, images in the batch.</summary>
    public static TheoryData<string, string, string, int> All { get; } = new()
    {
        { "dense", $"[{End}", Usual, 3 },
        { "dense deep", """[{"type":"flatten"},{"type":"dense","units":17},{"type":"relu"},{"type":"dense"}]""", Usual, 5 },
        { "relu on pixels", $"[{Relu},{End}", Usual, 2 },
        { "conv", $"[{Conv(5, 3)},{End}", Usual, 3 },
        { "conv one by one", $"[{Conv(16, 1)},{End}", Usual, 2 },
        { "conv same", $"[{Conv(16, 3, pad: "same")},{Relu},{Conv(33, 3, pad: "same")},{End}", Usual, 2 },
        { "conv same even", $"[{Conv(3, 4, pad: "same")},{Relu},{Conv(2, 2, pad: "same")},{End}", Usual, 2 },
        { "conv on conv", $"[{Conv(7, 3)},{Relu},{Conv(18, 2)},{Relu},{End}", Usual, 3 },
        { "conv stride 2", $"[{Conv(5, 3, 2)},{Relu},{Conv(17, 2, 2)},{End}", Usual, 3 },
        { "conv stride 3 same", $"[{Conv(3, 2)},{Relu},{Conv(16, 5, 3, "same")},{Relu},{Conv(4, 1, 2, "same")},{End}", "13x7x1", 2 },
        { "conv stride 2 padding 1", $"[{Conv(16, 3, 1, "1")},{Relu},{Conv(33, 3, 2, "1")},{Relu},{Conv(5, 3, 2, "2")},{End}", "13x13x3", 2 },
        { "conv stride beyond kernel", $"[{Conv(6, 2)},{Relu},{Conv(3, 2, 3, "1")},{End}", "7x13x4", 2 },
        { "conv padding even", $"[{Conv(6, 4, 1, "3")},{Relu},{Conv(3, 4, 2, "1")},{End}", "5x7x1", 2 },
        { "conv on one pixel", $"[{Conv(4, 3, pad: "same")},{Relu},{Conv(5, 3, 2, "1")},{End}", "1x1x1", 3 },
        { "conv on two by one", $"[{Conv(4, 3, pad: "2")},{Relu},{Conv(5, 3, 2, "same")},{End}", "2x1x1", 3 },
        { "conv 16 to 32", $"[{Conv(16, 3)},{Relu},{Conv(32, 3)},{End}", "14x9x1", 3 },
        { "conv 16 to 48, relu", $"[{Conv(16, 1)},{Gelu},{Conv(48, 3, pad: "same")},{Relu},{End}", "13x7x2", 3 },
        { "conv 48 to 16, relu and pool", $"[{Conv(48, 1)},{Gelu},{Conv(16, 3, pad: "1")},{Relu},{Pool("max", 2)},{End}", "13x7x1", 3 },
        { "conv 80 to 32, pool", $"[{Conv(80, 1)},{Gelu},{Conv(32, 3)},{Pool("max", 2)},{Gelu},{End}", "7x11x1", 2 },
        { "conv 16 on few tiles", $"[{Conv(16, 3)},{Relu},{Conv(16, 3, pad: "same")},{Relu},{Pool("max", 2)},{Conv(32, 3, pad: "same")},{Relu},{End}", "9x9x1", 35 },
        { "conv 16 with norms", $"[{Conv(16, 3)},{Relu},{Conv(16, 3)},{Norm},{Relu},{Pool("max", 2)},{Conv(16, 3, pad: "same")},{Pool("max", 2)},{Norm},{Relu},{End}", "14x14x1", 6 },
        { "conv 16 in a residual", $"[{Conv(16, 3)},{Residual(Conv(16, 3, pad: "same"), Relu, Conv(16, 3, pad: "same"), Norm)},{Relu},{Conv(16, 3)},{Leaky(0.2)},{End}", "12x10x1", 5 },
        { "conv 32 first", $"[{Conv(16, 2)},{"""{"type":"dropout","rate":0.3}"""},{Conv(32, 3)},{Relu},{"""{"type":"dropout","rate":0.3}"""},{Conv(16, 3)},{End}", "12x8x1", 3 },
        { "depthwise", $"[{Conv(5, 2)},{Relu},{Depthwise(3)},{Relu},{Depthwise(2, pad: "same")},{End}", Usual, 3 },
        { "depthwise first", $"[{Depthwise(3, pad: "1")},{End}", "5x5x4", 3 },
        { "depthwise 33 stride 2", $"[{Conv(33, 1)},{Depthwise(3, 2, "same")},{Gelu},{Depthwise(3, 3, "2")},{End}", "13x7x1", 2 },
        { "depthwise 17 even", $"[{Conv(17, 1)},{Depthwise(4, 1, "2")},{Gelu},{Depthwise(2, 2)},{End}", "5x7x3", 2 },
        { "pool", $"[{Conv(9, 2)},{Pool("max", 2)},{End}", Usual, 3 },
        { "relu before pool", $"[{Conv(9, 2)},{Relu},{Pool("max", 3)},{End}", Usual, 3 },
        { "leaky relu before pool", $"[{Conv(9, 2)},{Leaky(0.3)},{Pool("max", 3)},{End}", Usual, 3 },
        { "pool twice", $"[{Conv(17, 3, pad: "same")},{Relu},{Pool("max", 2)},{Conv(6, 2)},{Relu},{Pool("max", 2)},{End}", Usual, 4 },
        { "pool overlapping", $"[{Conv(17, 1)},{Pool("max", 3, 2)},{Gelu},{Pool("max", 2, 1)},{End}", "13x7x1", 2 },
        { "pool with gaps", $"[{Conv(5, 1)},{Pool("max", 2, 3)},{End}", "13x7x2", 2 },
        { "average", $"[{Conv(19, 2)},{Pool("avg", 2)},{Gelu},{Pool("avg", 2, 1)},{End}", Usual, 3 },
        { "average with gaps", $"[{Conv(5, 1)},{Pool("avg", 1, 3)},{Pool("avg", 3, 1)},{End}", "13x13x2", 2 },
        { "global average", $$"""[{{Conv(21, 2)}},{{Relu}},{"type":"global_avg_pool"},{"type":"dense"}]""", Usual, 3 },
        { "global average on pixels", """[{"type":"global_avg_pool"},{"type":"dense","units":6},{"type":"gelu"},{"type":"dense"}]""", Usual, 3 },
        { "leaky relu", $"[{Conv(5, 3)},{Leaky(0.1)},{Conv(3, 2)},{Leaky(1)},{Conv(3, 2)},{Leaky(0)},{End}", Usual, 3 },
        { "gelu", $"[{Gelu},{Conv(5, 3)},{Gelu},{Conv(3, 2)},{Relu},{Gelu},{End}", Usual, 3 },
        { "dropout", """[{"type":"conv2d","filters":4,"kernel_size":3},{"type":"relu"},{"type":"dropout","rate":0.25},{"type":"flatten"},{"type":"dense","units":11},{"type":"dropout","rate":0.5},{"type":"relu"},{"type":"dense"}]""", Usual, 4 },
        { "dropout before conv", $$"""[{{Conv(4, 3)}},{"type":"dropout","rate":0.3},{{Conv(4, 3)}},{"type":"dropout","rate":0},{{End[..^1]}},{"type":"softmax"}]""", Usual, 3 },
        { "dropout and leaky relu", $$"""[{{Conv(4, 3)}},{{Leaky(0.2)}},{"type":"dropout","rate":0.3},{{Gelu}},{{End}}""", Usual, 3 },
        { "many shards", $$"""[{{Conv(4, 3)}},{{Relu}},{"type":"flatten"},{"type":"dense","units":9},{{Relu}},{"type":"dense"}]""", Usual, 35 },
        { "norm after conv", $"[{Conv(5, 3)},{Norm},{Relu},{End}", Usual, 5 },
        { "norm on pixels", $"[{Norm},{Relu},{Conv(3, 3)},{End}", "5x7x4", 3 },
        { "norm twice", $"[{Conv(17, 3)},{Norm},{Norm},{Gelu},{End}", Usual, 3 },
        { "norms and pools", $"[{Conv(16, 3, pad: "same")},{Pool("max", 2)},{Norm},{Relu},{Conv(33, 3, pad: "same")},{Norm},{Gelu},{Pool("avg", 2)},{Conv(6, 2)},{Norm},{End}", Usual, 19 },
        { "norm flat", $$"""[{"type":"flatten"},{{Norm}},{"type":"dense","units":21},{{Norm}},{{Relu}},{"type":"dense"}]""", Usual, 7 },
        { "norm many shards", $$"""[{{Conv(4, 3)}},{"type":"batch_norm","epsilon":0.1,"momentum":0},{{Relu}},{"type":"dropout","rate":0.2},{{End}}""", Usual, 35 },
        { "norm alone", $"[{Conv(4, 3)},{Norm},{Gelu},{End}", Usual, 1 },
        { "norm of one pixel, one image", $$"""[{{Conv(4, 3)}},{"type":"global_avg_pool"},{{Norm}},{{Gelu}},{"type":"dense"}]""", Usual, 1 },
        { "norm after depthwise", $"[{Conv(6, 1)},{Depthwise(3, 2)},{Norm},{Leaky(0.2)},{End}", Usual, 6 },
        { "residual", $"[{Conv(5, 3)},{Relu},{Residual(Conv(5, 3, pad: "same"), Relu)},{End}", Usual, 3 },
        { "residual first", $"[{Residual(Conv(2, 3, pad: "same"), Gelu)},{End}", Usual, 3 },
        { "residual in place first", $"[{Conv(5, 3)},{Residual(Relu, Conv(5, 3, pad: "1"), Leaky(0.3))},{Relu},{End}", Usual, 3 },
        { "residual of dropout", $$"""[{{Conv(5, 3)}},{{Residual("""{"type":"dropout","rate":0.4}""")}},{{Residual("""{"type":"dropout","rate":0}""")}},{{End}}""", Usual, 3 },
        { "residual of norm", $"[{Conv(17, 3)},{Residual(Norm, Relu, Conv(17, 3, pad: "same"), Norm, Relu, Conv(17, 3, pad: "same"))},{Relu},{End}", Usual, 9 },
        { "residual with norm at its end", $"[{Conv(4, 3)},{Norm},{Relu},{Residual(Conv(4, 3, pad: "same"), Norm)},{Relu},{Residual(Gelu, Norm)},{Norm},{End}", Usual, 5 },
        { "residual with norm first of all", $"[{Residual(Norm)},{Residual(Relu, Norm)},{End}", Usual, 5 },
        { "residual flat", $$"""[{"type":"flatten"},{"type":"dense","units":13},{{Residual("""{"type":"dense","units":6}""", Relu, """{"type":"dense","units":13}""")}},{{Gelu}},{"type":"dense"}]""", Usual, 5 },
        { "residual flat first", $$"""[{"type":"flatten"},{{Residual("""{"type":"dense","units":6}""", Norm, """{"type":"dense","units":144}""")}},{"type":"dense"}]""", Usual, 5 },
        { "residual in residual", $"[{Conv(5, 3)},{Residual(Residual(Relu, Conv(5, 3, pad: "same")), Gelu, Residual(Norm, Residual(Depthwise(3, pad: "same"), Norm), Relu), Leaky(0.2))},{End}", Usual, 4 },
        { "residual with dropout inside", $$"""[{{Conv(5, 3)}},{{Residual(Conv(5, 1), """{"type":"dropout","rate":0.3}""", Relu)}},{"type":"dropout","rate":0.2},{{End}}""", Usual, 3 },
    };

    public static ImageShape Shape(string text)
    {
        var sides = text.Split('x').Select(side => int.Parse(side, CultureInfo.InvariantCulture)).ToArray();
        return new ImageShape(sides[0], sides[1], sides[2]);
    }

    private static string Conv(int filters, int kernel, int stride = 1, string pad = "valid") =>
        $$"""{"type":"conv2d","filters":{{filters}},"kernel_size":{{kernel}},"stride":{{stride}},"padding":"{{pad}}"}""";

    private static string Depthwise(int kernel, int stride = 1, string pad = "valid") =>
        $$"""{"type":"depthwise_conv2d","kernel_size":{{kernel}},"stride":{{stride}},"padding":"{{pad}}"}""";

    private static string Pool(string what, int size, int? stride = null) =>
        $$"""{"type":"{{what}}_pool2d","pool_size":{{size}},"stride":{{stride ?? size}}}""";

    private static string Leaky(double slope) => FormattableString.Invariant($$"""{"type":"leaky_relu","slope":{{slope}}}""");

    private static string Residual(params string[] layers) => $$"""{"type":"residual","layers":[{{string.Join(',', layers)}}]}""";
}
