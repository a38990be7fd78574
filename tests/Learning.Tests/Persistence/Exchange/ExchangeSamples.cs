using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Tests.Training;
using Digits.Learning.Training;

namespace Digits.Learning.Tests.Persistence.Exchange;

/// <summary>Networks of every kind, with weights drawn from a seed.</summary>
internal static class ExchangeSamples
{
    private static readonly (string Name, ImageShape Shape, string Layers)[] Small =
    [
        ("dense", new(9, 7, 3), """[{"type":"flatten"},{"type":"dense"}]"""),
        ("softmax", new(5, 5, 1), """[{"type":"flatten"},{"type":"dense","units":9},{"type":"dense"},{"type":"softmax"}]"""),
        ("conv2d_valid", new(9, 7, 3), """[{"type":"conv2d","filters":5,"kernel_size":3},{"type":"flatten"},{"type":"dense"}]"""),
        ("conv2d_same", new(9, 7, 2), """[{"type":"conv2d","filters":5,"kernel_size":4,"padding":"same"},{"type":"flatten"},{"type":"dense"}]"""),
        ("relu", new(9, 7, 1), """[{"type":"conv2d","filters":5,"kernel_size":3},{"type":"relu"},{"type":"flatten"},{"type":"relu"},{"type":"dense","units":8},{"type":"relu"},{"type":"dense"}]"""),
        ("max_pool2d", new(11, 8, 2), """[{"type":"conv2d","filters":5,"kernel_size":3},{"type":"relu"},{"type":"max_pool2d","pool_size":2},{"type":"flatten"},{"type":"dense"}]"""),
        ("conv2d_stride", new(12, 9, 2), """[{"type":"conv2d","filters":5,"kernel_size":3,"stride":2,"padding":"same"},{"type":"conv2d","filters":4,"kernel_size":4,"stride":3,"padding":"3"},{"type":"flatten"},{"type":"dense"}]"""),
        ("depthwise_conv2d", new(9, 7, 3), """[{"type":"depthwise_conv2d","kernel_size":3,"padding":"1"},{"type":"depthwise_conv2d","kernel_size":4,"stride":2,"padding":"same"},{"type":"flatten"},{"type":"dense"}]"""),
        ("batch_norm", new(9, 7, 3), """[{"type":"batch_norm"},{"type":"conv2d","filters":5,"kernel_size":3},{"type":"batch_norm","epsilon":0.001},{"type":"relu"},{"type":"flatten"},{"type":"batch_norm"},{"type":"dense","units":8},{"type":"batch_norm"},{"type":"dense"}]"""),
        ("leaky_relu", new(9, 7, 3), """[{"type":"conv2d","filters":5,"kernel_size":3},{"type":"leaky_relu"},{"type":"flatten"},{"type":"dense","units":8},{"type":"leaky_relu","slope":0.3},{"type":"dense"}]"""),
        ("gelu", new(9, 7, 3), """[{"type":"conv2d","filters":5,"kernel_size":3},{"type":"gelu"},{"type":"flatten"},{"type":"dense","units":8},{"type":"gelu"},{"type":"dense"}]"""),
        ("max_pool2d_stride", new(11, 8, 2), """[{"type":"max_pool2d","pool_size":3,"stride":2},{"type":"max_pool2d","pool_size":2,"stride":1},{"type":"flatten"},{"type":"dense"}]"""),
        ("avg_pool2d", new(11, 8, 2), """[{"type":"avg_pool2d","pool_size":3,"stride":2},{"type":"avg_pool2d","pool_size":2},{"type":"flatten"},{"type":"dense"}]"""),
        ("global_avg_pool", new(9, 7, 3), """[{"type":"conv2d","filters":16,"kernel_size":3},{"type":"gelu"},{"type":"global_avg_pool"},{"type":"dense"}]"""),
        ("global_avg_pool_flatten", new(9, 7, 3), """[{"type":"conv2d","filters":16,"kernel_size":3},{"type":"relu"},{"type":"global_avg_pool"},{"type":"batch_norm"},{"type":"flatten"},{"type":"dense"}]"""),
        ("residual", new(9, 7, 3), """[{"type":"residual","layers":[{"type":"conv2d","filters":5,"kernel_size":3,"padding":"same"},{"type":"batch_norm"},{"type":"residual","layers":[{"type":"depthwise_conv2d","kernel_size":3,"padding":"same"},{"type":"gelu"}]},{"type":"conv2d","filters":3,"kernel_size":1}]},{"type":"relu"},{"type":"flatten"},{"type":"dense"}]"""),
        ("residual_dense", new(4, 5, 3), """[{"type":"flatten"},{"type":"residual","layers":[{"type":"batch_norm"},{"type":"dense","units":20},{"type":"relu"},{"type":"residual","layers":[{"type":"dense","units":20},{"type":"leaky_relu"}]},{"type":"dense","units":60},{"type":"batch_norm"}]},{"type":"residual","layers":[{"type":"residual","layers":[{"type":"dense","units":60},{"type":"relu"}]},{"type":"gelu"}]},{"type":"dense"}]"""),
        ("dropout", new(9, 7, 2), """[{"type":"dropout","rate":0.3},{"type":"flatten"},{"type":"dropout","rate":0.5},{"type":"dense"}]"""),
    ];

    /// <summary>One small network for each layer type, by its name.</summary>
    public static IEnumerable<(string Name, Committee Model)> LayerTypes =>
        Small.Select(sample => (sample.Name, new Committee([Draw(Samples.Architecture(sample.Layers), sample.Shape, 10, 1)])));

    /// <summary>The networks of every preset, by its name.</summary>
    public static IEnumerable<(string Name, Committee Model)> PresetNetworks => Presets.All.Select(preset =>
        (preset.Name, new Committee([.. Enumerable.Range(2, preset.Settings.Members).Select(seed =>
            Draw(new Architecture(preset.Settings.Layers), new ImageShape(28, 28, 1), 10, (uint)seed))])));

    /// <summary>Three networks of two architectures.</summary>
    public static Committee Three { get; } = new(
    [
        .. new[] { 2, 5, 2 }.Select((sample, seed) =>
            Draw(Samples.Architecture(Small[sample].Layers), new ImageShape(11, 8, 3), 10, (uint)seed)),
    ]);

    /// <summary>A network whose parameters are all drawn, also those that would begin as 0 or 1.</summary>
    public static Network Draw(Architecture architecture, ImageShape shape, int classCount, uint seed)
    {
        var network = Network.Create(architecture, shape, classCount, seed);
        var random = new SeededRandom(seed, 9);
        for (var p = 0; p < network.Weights.Parameters.Count; p++)
        {
            var parameter = network.Weights.Parameters[p];
            for (var row = 0; row < parameter.Rows && parameter.FanIn == 0; row++)
            {
                foreach (ref var value in network.Weights.Row(p, row))
                {
                    var drawn = (float)(0.2 * random.NextNormal());
                    value = parameter.Name switch
                    {
                        "scale" => 1 + drawn,
                        "variance" => 0.5f + Math.Abs(drawn),
                        _ => drawn,
                    };
                }
            }
        }

        return network;
    }
}
