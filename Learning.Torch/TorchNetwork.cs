using Digits.Learning.Data;
using Digits.Learning.Networks;
using TorchSharp.Modules;
using Tensor = TorchSharp.torch.Tensor;

namespace Digits.Learning.Torch;

/// <summary>A network made of TorchSharp's modules.</summary>
internal sealed class TorchNetwork : IDisposable
{
    private readonly Sequential _layers;

    /// <summary>Builds the layers; their weights are TorchSharp's random ones until <see cref="TorchWeights"/> copies others.</summary>
    /// <exception cref="ArchitectureException">The layers do not fit the images or the classes.</exception>
    public TorchNetwork(IReadOnlyList<LayerSpec> layers, ImageShape input, int classCount)
    {
        var faults = Architecture.Check(layers, input, classCount);
        if (faults.Count > 0)
        {
            throw new ArchitectureException(faults);
        }

        var builder = new ModuleBuilder(input, classCount);
        _layers = builder.Build(layers);
        Parameters = builder.Parameters;
    }

    /// <summary>Every array, running statistics included, in the order of a model file.</summary>
    public IReadOnlyList<TorchParameter> Parameters { get; }

    /// <summary>Whether dropout is active and batch norms use and collect the statistics of the batch.</summary>
    public bool Training
    {
        get => _layers.training;
        set => _layers.train(value);
    }

    /// <summary>The class scores [n, classes] of images [n, c, h, w], before softmax.</summary>
    public Tensor Scores(Tensor images) => _layers.call(images);

    public void Dispose() => _layers.Dispose();
}
