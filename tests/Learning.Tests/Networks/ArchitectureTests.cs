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

    [Fact]
    public void Parse_EveryLayer_WritesBackTheSame()
    {
        const string Json = """[{"type":"conv2d","filters":32,"kernel_size":3,"padding":"same"},{"type":"relu"},{"type":"max_pool2d","pool_size":2},{"type":"dropout","rate":0.25},{"type":"flatten"},{"type":"dense","units":128},{"type":"softmax"}]""";
        var architecture = Samples.Architecture(Json);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            Architecture.Write(writer, architecture.Layers);
        }

        Assert.Equal(Json, Encoding.UTF8.GetString(stream.ToArray()));
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
    [InlineData("""[{"type":"flatten"},{"type":"dense"},{"type":"relu"}]""", "layer 2 (relu): would cut off")]
    [InlineData("""[{"type":"flatten"},{"type":"dense"},{"type":"dropout","rate":0.5}]""", "layer 2 (dropout): would drop class scores")]
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
    public void Check_Fault_NamesLayerAndReason(string json, string fault)
    {
        var faults = Architecture.Check(Samples.Architecture(json).Layers, Picture, 10);
        Assert.Contains(faults, text => text.Contains(fault, StringComparison.Ordinal));
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
