using Digits.Learning.Tests.Training;
using Digits.Learning.Training.Engines;

namespace Digits.Learning.Tests.Parity;

/// <summary>
/// Every layer type, forward and backward, against PyTorch. The sums have some dozens to hundreds of terms, and the least bit of a
/// float32 is 6e-8 of its value, so that a share of 5e-6 leaves room for some dozens of roundings in a row and for nothing else.
/// </summary>
public sealed class LayerParityTests
{
    private const double Share = 5e-6;

    private static readonly IReadOnlyList<ParityCase> Cases = ParityCase.Read("layers.json");

    public static TheoryData<string> All => [.. Cases.Select(parity => parity.Name)];

    public static TheoryData<string> Trained => [.. Cases.Where(parity => parity.Loss is not null).Select(parity => parity.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public void Predict_RecordedNetwork_GivesPyTorchsProbabilities(string name)
    {
        var parity = Cases.Single(candidate => candidate.Name == name);
        var network = parity.Network();
        var images = parity.Images();
        var actual = new double[images.Count * parity.Classes];

        for (var image = 0; image < images.Count; image++)
        {
            network.Predict(images.Image(image), actual.AsSpan(image * parity.Classes, parity.Classes));
        }

        Agreement.Check("probabilities", parity.Probabilities, Array.ConvertAll(actual, value => (float)value), Share, largest: 1);
    }

    [Theory]
    [MemberData(nameof(Trained))]
    public void Run_RecordedNetwork_GivesPyTorchsLossAndGradients(string name)
    {
        var parity = Cases.Single(candidate => candidate.Name == name);
        var network = parity.Network();
        var images = parity.Images();
        var sink = new RecordingSink(network.Plan);
        using var team = new WorkerTeam(2);
        var step = new TrainingStep(network, team, images.Count, sink, smoothing: parity.LabelSmoothing);
        step.Batch.Take(images, Samples.InOrder(images.Count), 0, images.Count);

        var (loss, _) = step.Run(key: 1);

        Assert.Equal(parity.Loss!.Value, loss / images.Count, Share * Math.Max(1, parity.Loss.Value));

        var largest = parity.Gradients.Max(gradient => gradient?.Max(MathF.Abs) ?? 0);
        for (var p = 0; p < parity.Parameters.Length; p++)
        {
            if (parity.Gradients[p] is { } expected)
            {
                Agreement.Check($"gradient {p}", expected, sink.Values(p), Share, Agreement.Scale(expected, largest));
            }
            else
            {
                Agreement.Check($"statistics {p}", parity.Statistics[p]!, ParityCase.Values(network, p), Share);
            }
        }
    }
}
