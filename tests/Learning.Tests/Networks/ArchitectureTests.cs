using System.Text;
using System.Text.Json;
using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Tests.Training;
using Digits.Learning.Training;

namespace Digits.Learning.Tests.Networks;

public sealed class ArchitectureTests
{
    private static readonly ImageShape Picture = new(28, 28, 1);

    private const string EveryLayer =
        """
        [{"type":"conv2d","filters":32,"kernel_size":3,"stride":2,"padding":"same"},{"type":"relu"},
        {"type":"depthwise_conv2d","kernel_size":5,"stride":1,"padding":2},{"type":"batch_norm","momentum":0.95,"epsilon":0.001},
        {"type":"leaky_relu","slope":0.1},
        {"type":"residual","layers":[{"type":"batch_norm"},{"type":"gelu"},
        {"type":"residual","layers":[{"type":"conv2d","filters":32,"kernel_size":3,"padding":"same"}]}]},
        {"type":"max_pool2d","pool_size":2},{"type":"avg_pool2d","pool_size":3,"stride":1},{"type":"global_avg_pool"},
        {"type":"dropout","rate":0.25},{"type":"flatten"},{"type":"dense","units":128},{"type":"dense"},{"type":"softmax"}]
        """;

    [Fact]
    public void Parse_EveryLayer_WritesBackTheSame()
    {
        var json = EveryLayer.ReplaceLineEndings("");
        var architecture = Samples.Architecture(json);
        Assert.Equal(LayerKeys.OfType.Keys.Order(), architecture.Layers.Select(layer => layer.Type).Append("gelu").Distinct().Order());
        Assert.Empty(Architecture.Check(architecture.Layers, Picture, 10));
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            Architecture.Write(writer, architecture.Layers);
        }

        Assert.Equal(json, Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void Equals_LayersInsideAResidual_AreCompared()
    {
        var one = Samples.Architecture(EveryLayer).Layers;
        var same = Samples.Architecture(EveryLayer).Layers;
        var other = Samples.Architecture(EveryLayer.Replace("gelu", "relu", StringComparison.Ordinal)).Layers;

        Assert.True(one.SequenceEqual(same));
        Assert.Equal(one.Select(layer => layer.GetHashCode()), same.Select(layer => layer.GetHashCode()));
        Assert.Equal([5], Enumerable.Range(0, one.Count).Where(i => one[i] != other[i]));
        Assert.NotEqual(one[5] with { Layers = null }, one[5]);
        Assert.NotEqual(one[5], one[5] with { Layers = null });
    }

    [Theory]
    [InlineData("seed")]
    [InlineData("fast")]
    [InlineData("default")]
    public void Parse_PresetName_GivesItsLayersWhichFitMnist(string name)
    {
        var architecture = Samples.Architecture($"\"{name}\"");
        Assert.True(Presets.TryFind(name, out var preset));
        Assert.Equal(preset.Settings.Layers, architecture.Layers);
        Assert.Empty(Architecture.Check(architecture.Layers, Picture, 10));
        Assert.Empty(preset.Settings.Check());
    }

    [Theory]
    [InlineData("\"fats\"", "there is no preset \"fats\"; known are")]
    [InlineData("7", "expected a list")]
    [InlineData("[7]", "layer 0: expected an object such as {\"type\":\"relu\"}, found the number 7.")]
    [InlineData("[{\"units\":3}]", "layer 0: \"type\" is missing")]
    [InlineData("[{\"type\":\"relu\"},{\"type\":\"dense\",\"unit\":3}]", "layer 1 (dense): unknown key \"unit\".")]
    [InlineData("[{\"type\":\"dense\",\"units\":\"3\"}]", "layer 0 (dense): \"units\" must be a whole number, found a string.")]
    [InlineData("[{\"type\":\"dense\",\"units\":3.5}]", "layer 0 (dense): \"units\" must be a whole number, found the number 3.5.")]
    [InlineData("[{\"type\":\"dense\",\"units\":3,\"units\":4}]", "layer 0 (dense): \"units\" is given twice.")]
    [InlineData("[{\"type\":\"dropout\",\"rate\":null}]", "layer 0 (dropout): \"rate\" must be a number, found null.")]
    [InlineData("[{\"type\":\"conv2d\",\"padding\":1.5}]", "layer 0 (conv2d): \"padding\" must be a string or a whole number, found the number 1.5.")]
    [InlineData("[{\"type\":\"residual\",\"layers\":{}}]", "layer 0 (residual): \"layers\" must be a list of layers, found an object.")]
    [InlineData("[{\"type\":\"relu\"},{\"type\":\"residual\",\"layers\":[{\"type\":\"gelu\"},{\"type\":\"dense\",\"unit\":3}]}]", "layer 1.1 (dense): unknown key \"unit\".")]
    [InlineData("[{\"type\":\"residual\",\"layers\":[{\"type\":\"residual\",\"layers\":[7]}]}]", "layer 0.0.0: expected an object")]
    public void Parse_Fault_NamesLayerAndKey(string json, string fault)
    {
        var exception = Assert.Throws<ArchitectureException>(() => Samples.Architecture(json));
        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_SeveralFaults_NamesAll()
    {
        var exception = Assert.Throws<ArchitectureException>(
            () => Samples.Architecture("""[{"type":"conv2d","filters":"a","size":3},{"type":"dense","units":{}}]"""));
        Assert.Equal(3, exception.Faults.Count);
    }

    [Theory]
    [InlineData("""[{"type":"flatten"},{"type":"dens"}]""", "layer 1 (dens): unknown type; known are conv2d")]
    [InlineData("""[{"type":"dense"}]""", "layer 0 (dense): needs a flatten layer")]
    [InlineData("""[{"type":"flatten"},{"type":"dense","units":9}]""", "layer 1 (dense): has 9 units as the last dense layer, but there are 10 classes")]
    [InlineData("""[{"type":"flatten"},{"type":"dense"},{"type":"dense"}]""", "layer 1 (dense): \"units\" is missing.")]
    [InlineData("""[{"type":"flatten"},{"type":"dense","units":0},{"type":"dense"}]""", "layer 1 (dense): \"units\" is 0, but must be between 1 and 8192.")]
    [InlineData("""[{"type":"flatten"},{"type":"dense"},{"type":"relu"}]""", "layer 2 (relu): would change class scores")]
    [InlineData("""[{"type":"flatten"},{"type":"dense"},{"type":"dropout","rate":0.5}]""", "layer 2 (dropout): would change class scores")]
    [InlineData("""[{"type":"flatten"},{"type":"softmax"},{"type":"dense"}]""", "layer 1 (softmax): must be the last layer.")]
    [InlineData("""[{"type":"flatten"}]""", "there is no dense layer")]
    [InlineData("""[]""", "0 layers are not between 1 and 64")]
    [InlineData("""[{"type":"flatten"},{"type":"conv2d","filters":3,"kernel_size":3},{"type":"dense"}]""", "layer 1 (conv2d): needs rows and columns, but stands after flatten.")]
    [InlineData("""[{"type":"conv2d","kernel_size":3},{"type":"flatten"},{"type":"dense"}]""", "layer 0 (conv2d): \"filters\" is missing.")]
    [InlineData("""[{"type":"conv2d","filters":3,"kernel_size":99},{"type":"flatten"},{"type":"dense"}]""", "layer 0 (conv2d): \"kernel_size\" is 99")]
    [InlineData("""[{"type":"conv2d","filters":3,"kernel_size":3,"padding":"full"},{"type":"flatten"},{"type":"dense"}]""", "layer 0 (conv2d): \"padding\" must be")]
    [InlineData("""[{"type":"max_pool2d","pool_size":10},{"type":"conv2d","filters":3,"kernel_size":3},{"type":"flatten"},{"type":"dense"}]""", "layer 1 (conv2d): a kernel of 3x3 does not fit its input of 2x2x1.")]
    [InlineData("""[{"type":"max_pool2d","pool_size":10},{"type":"max_pool2d","pool_size":3},{"type":"flatten"},{"type":"dense"}]""", "layer 1 (max_pool2d): a window of 3x3 does not fit its input of 2x2x1.")]
    [InlineData("""[{"type":"dropout","rate":1},{"type":"flatten"},{"type":"dense"}]""", "layer 0 (dropout): \"rate\" is 1, but must be")]
    [InlineData("""[{"type":"relu","units":3},{"type":"flatten"},{"type":"dense"}]""", "layer 0 (relu): takes no \"units\".")]
    [InlineData("""[{"type":"flatten"},{"type":"dense","units":8192},{"type":"dense","units":8192},{"type":"dense"}]""", "trained values are more than")]
    [InlineData("""[{"type":"flatten"},{"type":"dense"},{"type":"gelu"}]""", "layer 2 (gelu): would change class scores")]
    [InlineData("""[{"type":"flatten"},{"type":"dense"},{"type":"residual","layers":[{"type":"dense","units":10}]}]""", "layer 2 (residual): would change class scores")]
    [InlineData("""[{"type":"conv2d","filters":3,"kernel_size":3,"stride":0},{"type":"flatten"},{"type":"dense"}]""", "layer 0 (conv2d): \"stride\" is 0, but must be between 1 and 15.")]
    [InlineData("""[{"type":"conv2d","filters":3,"kernel_size":3,"padding":3},{"type":"flatten"},{"type":"dense"}]""", "layer 0 (conv2d): \"padding\" must be \"valid\", \"same\" or a whole number from 0 to 2.")]
    [InlineData("""[{"type":"conv2d","filters":3,"kernel_size":3,"padding":"+1"},{"type":"flatten"},{"type":"dense"}]""", "layer 0 (conv2d): \"padding\" must be")]
    [InlineData("""[{"type":"conv2d","filters":3,"kernel_size":3,"padding":-1},{"type":"flatten"},{"type":"dense"}]""", "layer 0 (conv2d): \"padding\" must be")]
    [InlineData("""[{"type":"depthwise_conv2d","kernel_size":3,"filters":1},{"type":"flatten"},{"type":"dense"}]""", "layer 0 (depthwise_conv2d): takes no \"filters\".")]
    [InlineData("""[{"type":"depthwise_conv2d"},{"type":"flatten"},{"type":"dense"}]""", "layer 0 (depthwise_conv2d): \"kernel_size\" is missing.")]
    [InlineData("""[{"type":"max_pool2d","pool_size":10},{"type":"conv2d","filters":3,"kernel_size":5,"padding":1},{"type":"flatten"},{"type":"dense"}]""", "layer 1 (conv2d): a kernel of 5x5 does not fit its input of 2x2x1.")]
    [InlineData("""[{"type":"avg_pool2d","pool_size":2,"stride":16},{"type":"flatten"},{"type":"dense"}]""", "layer 0 (avg_pool2d): \"stride\" is 16")]
    [InlineData("""[{"type":"flatten"},{"type":"global_avg_pool"},{"type":"dense"}]""", "layer 1 (global_avg_pool): needs rows and columns")]
    [InlineData("""[{"type":"batch_norm","momentum":1},{"type":"flatten"},{"type":"dense"}]""", "layer 0 (batch_norm): \"momentum\" is 1, but must be at least 0 and less than 1.")]
    [InlineData("""[{"type":"batch_norm","epsilon":0},{"type":"flatten"},{"type":"dense"}]""", "layer 0 (batch_norm): \"epsilon\" is 0, but must be between 1E-10 and 1.")]
    [InlineData("""[{"type":"leaky_relu","slope":-0.1},{"type":"flatten"},{"type":"dense"}]""", "layer 0 (leaky_relu): \"slope\" is -0.1, but must be between 0 and 1.")]
    [InlineData("""[{"type":"residual"},{"type":"flatten"},{"type":"dense"}]""", "layer 0 (residual): \"layers\" is missing or empty.")]
    [InlineData("""[{"type":"residual","layers":[]},{"type":"flatten"},{"type":"dense"}]""", "layer 0 (residual): \"layers\" is missing or empty.")]
    [InlineData("""[{"type":"relu"},{"type":"residual","layers":[{"type":"relu"},{"type":"conv2d","filters":0,"kernel_size":3}]},{"type":"flatten"},{"type":"dense"}]""", "layer 1.1 (conv2d): \"filters\" is 0")]
    [InlineData("""[{"type":"residual","layers":[{"type":"conv2d","filters":1,"kernel_size":3}]},{"type":"flatten"},{"type":"dense"}]""", "layer 0 (residual): has an input of 28x28x1, but its layers have an output of 26x26x1;")]
    [InlineData("""[{"type":"residual","layers":[{"type":"flatten"}]},{"type":"dense"}]""", "layer 0.0 (flatten): must not stand inside a residual")]
    [InlineData("""[{"type":"flatten"},{"type":"residual","layers":[{"type":"softmax"}]},{"type":"dense"}]""", "layer 1.0 (softmax): must be the last layer.")]
    [InlineData("""[{"type":"flatten"},{"type":"residual","layers":[{"type":"dense"}]},{"type":"dense"}]""", "layer 1.0 (dense): \"units\" is missing.")]
    [InlineData("""[{"type":"flatten"},{"type":"residual","layers":[{"type":"dense","units":784}]}]""", "there is no dense layer")]
    [InlineData("""[{"type":"global_avg_pool"},{"type":"residual","layers":[{"type":"dense","units":1}]},{"type":"dense"}]""", "layer 1.0 (dense): needs a flatten layer")]
    [InlineData("""[{"type":"residual","layers":[{"type":"residual","layers":[{"type":"residual","layers":[{"type":"residual","layers":[{"type":"residual","layers":[{"type":"relu"}]}]}]}]}]},{"type":"flatten"},{"type":"dense"}]""", "layer 0.0.0.0.0 (residual): is nested in 4 residuals")]
    public void Check_Fault_NamesLayerAndReason(string json, string fault)
    {
        var faults = Architecture.Check(Samples.Architecture(json).Layers, Picture, 10);
        Assert.Contains(faults, text => text.Contains(fault, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""[{"type":"global_avg_pool"},{"type":"batch_norm"},{"type":"relu"},{"type":"dense"}]""")]
    [InlineData("""[{"type":"flatten"},{"type":"residual","layers":[{"type":"dense","units":9},{"type":"dense","units":784}]},{"type":"dense"}]""")]
    [InlineData("""[{"type":"conv2d","filters":3,"kernel_size":4,"stride":15,"padding":"3"},{"type":"avg_pool2d","pool_size":3},{"type":"flatten"},{"type":"dense"}]""")]
    [InlineData("""[{"type":"max_pool2d","pool_size":1,"stride":3},{"type":"max_pool2d","pool_size":10},{"type":"flatten"},{"type":"dense"}]""")]
    [InlineData("""[{"type":"residual","layers":[{"type":"residual","layers":[{"type":"residual","layers":[{"type":"residual","layers":[{"type":"relu"}]}]}]}]},{"type":"flatten"},{"type":"dense"}]""")]
    public void Check_LayersThatFit_HaveNoFault(string json) =>
        Assert.Empty(Architecture.Check(Samples.Architecture(json).Layers, Picture, 10));

    [Fact]
    public void Check_TooManyLayersInsideAResidual_IsAFault()
    {
        LayerSpec[] many = [.. Enumerable.Repeat(new LayerSpec { Type = LayerTypes.Relu }, ArchitectureLimits.Layers)];
        var faults = Architecture.Check([new LayerSpec { Type = LayerTypes.Residual, Layers = many }], Picture, 10);
        Assert.Equal(["65 layers are not between 1 and 64."], faults);
    }

    [Theory]
    [InlineData(28, 3, 1, null, 26, 0, 28)]
    [InlineData(28, 3, 2, "valid", 13, 0, 27)]
    [InlineData(28, 3, 2, "same", 14, 0, 29)]
    [InlineData(27, 3, 2, "same", 14, 1, 29)]
    [InlineData(28, 2, 1, "same", 28, 0, 29)]
    [InlineData(28, 4, 1, "same", 28, 1, 31)]
    [InlineData(5, 1, 3, "same", 2, 0, 4)]
    [InlineData(28, 5, 3, "4", 11, 4, 35)]
    [InlineData(2, 5, 1, "1", 0, 1, 4)]
    public void Window_AnyPadding_HasThePositionsOfOnnx(int side, int size, int stride, string? padding, int positions, int before, int extent)
    {
        var window = new Window(size, stride, padding);
        Assert.Equal((positions, before, extent), (window.Positions(side), window.Before(side), window.Extent(side)));
    }

    [Fact]
    public void Check_FaultsInSeveralLayers_NamesAll()
    {
        var layers = Samples.Architecture(
            """[{"type":"conv2d","filters":0,"kernel_size":3},{"type":"dropout","rate":-1},{"type":"dense","units":3}]""").Layers;
        Assert.Equal(4, Architecture.Check(layers, Picture, 10).Count);
    }

    [Theory]
    [InlineData(0, 28, 1, 10)]
    [InlineData(28, 257, 1, 10)]
    [InlineData(28, 28, 5, 10)]
    [InlineData(28, 28, 1, 1)]
    [InlineData(28, 28, 1, 8193)]
    public void Check_ImpossiblePictureOrClasses_IsAFault(int height, int width, int channels, int classes)
    {
        var layers = Samples.Architecture("""[{"type":"flatten"},{"type":"dense"}]""").Layers;
        Assert.Single(Architecture.Check(layers, new ImageShape(height, width, channels), classes));
    }

    [Fact]
    public void Check_LargestPictureAndFilters_IsRefusedNotAllocated()
    {
        var layers = Samples.Architecture(
            """[{"type":"conv2d","filters":512,"kernel_size":1},{"type":"flatten"},{"type":"dense"}]""").Layers;
        Assert.Contains("more than 4194304 values", Architecture.Check(layers, new ImageShape(256, 256, 1), 10)[0], StringComparison.Ordinal);
    }
}
