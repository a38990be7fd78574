using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Tests;
using Digits.Learning.Tests.Parity;
using TorchSharp;

namespace Digits.Learning.Torch.Tests;

/// <summary>Every layer type built of TorchSharp's modules, with weights in Learning's layout, against what PyTorch recorded.</summary>
public sealed class TorchNetworkTests
{
    // TorchSharp computes in float32; what is recorded was computed in float64.
    private const double Share = 2e-5;

    private static readonly IReadOnlyList<ParityCase> Cases = ParityCase.Read("layers.json");

    public static TheoryData<string> All => [.. Cases.Select(parity => parity.Name)];

    public static TheoryData<string> Trained => [.. Cases.Where(parity => parity.Loss is not null).Select(parity => parity.Name)];

    [ContractTheory]
    [MemberData(nameof(All))]
    public void Scores_RecordedWeights_GivePyTorchsProbabilities(string name)
    {
        var parity = Cases.Single(candidate => candidate.Name == name);
        using var network = Build(parity);
        using var scope = torch.NewDisposeScope();
        network.Training = false;

        var probabilities = network.Scores(Images(parity)).softmax(1);

        Agreement.Check("probabilities", parity.Probabilities, probabilities.data<float>().ToArray(), Share, largest: 1);
    }

    [ContractTheory]
    [MemberData(nameof(Trained))]
    public void Scores_Backward_GivesPyTorchsGradients(string name)
    {
        var parity = Cases.Single(candidate => candidate.Name == name);
        using var network = Build(parity);
        using var scope = torch.NewDisposeScope();
        network.Training = true;

        var scores = network.Scores(Images(parity));
        var loss = torch.nn.functional.cross_entropy(
            scores, torch.tensor(parity.Labels, dtype: torch.ScalarType.Int64), label_smoothing: parity.LabelSmoothing);
        loss.backward();

        Assert.Equal(parity.Loss!.Value, loss.item<float>(), Share);
        var largest = parity.Gradients.Max(gradient => gradient?.Max(MathF.Abs) ?? 0);
        for (var p = 0; p < parity.Parameters.Length; p++)
        {
            if (parity.Gradients[p] is { } expected)
            {
                var gradient = new TorchParameter(network.Parameters[p].Tensor.grad!).Read();
                Agreement.Check($"gradient {p}", expected, gradient, Share, Agreement.Scale(expected, largest));
            }
            else
            {
                Agreement.Check($"statistics {p}", parity.Statistics[p]!, network.Parameters[p].Read(), Share);
            }
        }
    }

    [ContractTheory]
    [MemberData(nameof(All))]
    public void Copy_ThereAndBack_ChangesNoBit(string name)
    {
        var parity = Cases.Single(candidate => candidate.Name == name);
        var back = Network.Create(Architecture.Parse(parity.Layers), parity.Images().Shape, parity.Classes, seed: 9);
        using var network = new TorchNetwork(back.Architecture.Layers, back.InputShape, back.ClassCount);

        TorchWeights.Copy(parity.Network(), network);
        TorchWeights.Copy(network, back);

        Assert.Equal(parity.Parameters, network.Parameters.Select(parameter => parameter.Read()));
        Assert.Equal(parity.Parameters, parity.Parameters.Select((_, p) => ParityCase.Values(back, p)));
    }

    [ContractFact]
    public void Copy_OtherLayers_IsRefused()
    {
        var shape = new ImageShape(4, 4, 1);
        LayerSpec[] layers = [new() { Type = LayerTypes.Flatten }, new() { Type = LayerTypes.Dense }];
        using var other = new TorchNetwork(layers, shape, 3);

        Assert.Throws<ArgumentException>(() => TorchWeights.Copy(Network.Create(new Architecture(layers), shape, 4, 1), other));
    }

    [ContractFact]
    public void Construct_LayersThatDoNotFit_NamesThem()
    {
        LayerSpec[] layers = [new() { Type = LayerTypes.Dense }];
        var exception = Assert.Throws<ArchitectureException>(() => new TorchNetwork(layers, new ImageShape(4, 4, 1), 3));
        Assert.Contains("layer 0 (dense)", exception.Message, StringComparison.Ordinal);
    }

    private static torch.Tensor Images(ParityCase parity) =>
        new TorchImages(parity.Images()).Pixels([.. Enumerable.Range(0, parity.Labels.Length)], key: 0);

    private static TorchNetwork Build(ParityCase parity)
    {
        var network = new TorchNetwork(Architecture.Parse(parity.Layers).Layers, parity.Images().Shape, parity.Classes);
        foreach (var (parameter, values) in network.Parameters.Zip(parity.Parameters))
        {
            parameter.Write(values);
        }

        return network;
    }
}
