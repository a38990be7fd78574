using System.Text.Json;
using System.Text.Json.Serialization;
using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Optimizers;
using Digits.Tests;

namespace Digits.Learning.Tests.Parity;

/// <summary>
/// What PyTorch computes for one small network, as make_parity.py recorded it. Arrays are in the order and the layout of a model
/// file; those of a list that do not apply to a parameter (gradients of running statistics, say) are null.
/// </summary>
internal sealed record ParityCase
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public required string Name { get; init; }

    /// <summary>Height, width and channels.</summary>
    public required int[] Input { get; init; }

    public required int Classes { get; init; }

    public required JsonElement Layers { get; init; }

    public required double LabelSmoothing { get; init; }

    public required int[] Pixels { get; init; }

    public required int[] Labels { get; init; }

    /// <summary>The first weights.</summary>
    public required float[][] Parameters { get; init; }

    /// <summary>Of every image in turn, evaluated with the first weights.</summary>
    public float[] Probabilities { get; init; } = [];

    /// <summary>The mean loss of all images, in training.</summary>
    public double? Loss { get; init; }

    public float[]?[] Gradients { get; init; } = [];

    /// <summary>The running statistics after one training step.</summary>
    public float[]?[] Statistics { get; init; } = [];

    /// <summary>The optimiser's type and what of its settings is not the default.</summary>
    public JsonElement Optimizer { get; init; }

    /// <summary>The learning rate of each step.</summary>
    public double[] Rates { get; init; } = [];

    /// <summary>Images in a step; they are taken in order, from the start again after the last.</summary>
    public int Batch { get; init; }

    /// <summary>The loss of each step.</summary>
    public double[] Losses { get; init; } = [];

    /// <summary>The weights after the last step.</summary>
    public float[][] Trained { get; init; } = [];

    public static IReadOnlyList<ParityCase> Read(string file)
    {
        using var stream = File.OpenRead(Path.Combine(Repository.Root, "tests", "Learning.Tests", "Parity", file));
        return JsonSerializer.Deserialize<List<ParityCase>>(stream, Options)!;
    }

    public LabeledImages Images() => new(Shape(), [.. Pixels.Select(value => (byte)value)], Labels);

    /// <summary>The network with its first weights.</summary>
    public Network Network()
    {
        var network = Digits.Learning.Networks.Network.Create(Architecture.Parse(Layers), Shape(), Classes, seed: 1);
        var weights = network.Weights;
        Assert.Equal(Parameters.Length, weights.Parameters.Count);
        for (var p = 0; p < Parameters.Length; p++)
        {
            var columns = weights.Parameters[p].Columns;
            Assert.Equal(Parameters[p].Length, weights.Parameters[p].Count);
            for (var row = 0; row < weights.Parameters[p].Rows; row++)
            {
                Parameters[p].AsSpan(row * columns, columns).CopyTo(weights.Row(p, row));
            }
        }

        return network;
    }

    /// <summary>The optimiser's settings; without weight decay unless there is one.</summary>
    public OptimizerSettings OptimizerSettings()
    {
        var usual = Digits.Learning.Optimizers.OptimizerSettings.Of(Optimizer.GetProperty("type").GetString()!);
        return usual with
        {
            Momentum = Setting("momentum", usual.Momentum),
            Beta1 = Setting("beta1", usual.Beta1),
            Beta2 = Setting("beta2", usual.Beta2),
            Rho = Setting("rho", usual.Rho),
            Epsilon = Setting("epsilon", usual.Epsilon),
            WeightDecay = Setting("weight_decay", 0),
        };

        double Setting(string key, double otherwise) => Optimizer.TryGetProperty(key, out var value) ? value.GetDouble() : otherwise;
    }

    /// <summary>A parameter's values, row after row.</summary>
    public static float[] Values(Network network, int parameter) =>
        [.. Enumerable.Range(0, network.Weights.Parameters[parameter].Rows)
            .SelectMany(row => network.Weights.Row(parameter, row).ToArray())];

    public override string ToString() => Name;

    private ImageShape Shape() => new(Input[0], Input[1], Input[2]);
}
