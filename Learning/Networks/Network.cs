using Digits.Learning.Data;
using Digits.Learning.Layers;

namespace Digits.Learning.Networks;

/// <summary>A network with its weights.</summary>
public sealed class Network
{
    // Forward passes that no thread uses at the moment. Entries are exchanged atomically, so no lock is needed.
    private readonly Lock _folding = new();
    private readonly ForwardPass?[] _idle = new ForwardPass?[2 * Environment.ProcessorCount];
    private readonly ForwardPass?[] _idleBatch = new ForwardPass?[Environment.ProcessorCount];

    // The version of the weights that the inference weights were made from.
    private long _folded = -1;
    private long _foldedSingle = -1;

    internal Network(Architecture architecture, ImageShape inputShape, int classCount)
    {
        Architecture = architecture;
        Plan = Plan.Compile(architecture.Layers, inputShape, classCount);
        Weights = new WeightSet(Plan);
        InferencePlan = Plan.Compile(architecture.Layers, inputShape, classCount, training: false);
        InferenceWeights = new WeightSet(Weights, InferencePlan.Folds);
        InferencePrepared = new PreparedWeights(InferencePlan, InferenceWeights, training: false);
    }

    /// <summary>The layers.</summary>
    public Architecture Architecture { get; }

    /// <summary>The shape of the input images.</summary>
    public ImageShape InputShape => Plan.Input;

    /// <summary>The number of classes.</summary>
    public int ClassCount => Plan.ClassCount;

    /// <summary>The number of trained values.</summary>
    public int ParameterCount => Plan.ParameterCount;

    internal Plan Plan { get; }

    internal WeightSet Weights { get; }

    /// <summary>The plan for prediction: without dropout, with batch norms folded into a multiplication and an addition.</summary>
    internal Plan InferencePlan { get; }

    /// <summary>The weights with batch norms folded in, as of the last call of <see cref="Fold"/>.</summary>
    internal WeightSet InferenceWeights { get; }

    /// <summary>The prepared form of <see cref="InferenceWeights"/>.</summary>
    internal PreparedWeights InferencePrepared { get; }

    /// <summary>Builds an untrained network: He-initialised weights drawn from the seed, biases zero.</summary>
    /// <exception cref="ArchitectureException">The layers do not fit the images or the classes.</exception>
    public static Network Create(Architecture architecture, ImageShape inputShape, int classCount, uint seed)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        var network = new Network(architecture, inputShape, classCount);
        network.Weights.Initialize(seed);
        return network;
    }

    /// <summary>
    /// Predicts the class of one image. Safe to call from many threads at once; allocates nothing after the first calls.
    /// </summary>
    /// <param name="pixels">One image of <see cref="InputShape"/>, 0 = paper, 255 = full ink.</param>
    /// <param name="probabilities">Receives one probability per class; they sum to 1.</param>
    /// <exception cref="ArgumentException">A span has another length than the network needs.</exception>
    public void Predict(ReadOnlySpan<byte> pixels, Span<double> probabilities)
    {
        probabilities.Clear();
        AddProbabilities(pixels, probabilities, share: 1);
    }

    /// <summary>Adds <paramref name="share"/> times the probability of each class for one image.</summary>
    internal void AddProbabilities(ReadOnlySpan<byte> pixels, Span<double> probabilities, double share)
    {
        if (pixels.Length != InputShape.Size)
        {
            throw new ArgumentException($"An image of {InputShape} has {InputShape.Size} values, not {pixels.Length}.", nameof(pixels));
        }

        if (probabilities.Length != ClassCount)
        {
            throw new ArgumentException($"There are {ClassCount} classes, not {probabilities.Length}.", nameof(probabilities));
        }

        Fold(single: true);
        var pass = Take(_idle, capacity: 1);
        pass.Fill(pixels, 0);
        pass.RunAlone(1);
        SoftmaxCrossEntropy.AddProbabilities(pass.Scores(0), probabilities, share);
        PutBack(_idle, pass);
    }

    /// <summary>
    /// Adds <paramref name="share"/> times the probability of each class for several images, at most <see cref="Committee.MaxBatch"/>. The
    /// results are those that each image alone would get, to the bit.
    /// </summary>
    internal void AddProbabilities(ReadOnlySpan<ReadOnlyMemory<byte>> images, ReadOnlySpan<double[]> probabilities, double share)
    {
        Fold(single: true);
        var pass = Take(_idleBatch, Committee.MaxBatch);
        for (var image = 0; image < images.Length; image++)
        {
            pass.Fill(images[image].Span, image);
        }

        pass.RunAlone(images.Length);
        for (var image = 0; image < images.Length; image++)
        {
            SoftmaxCrossEntropy.AddProbabilities(pass.Scores(image), probabilities[image], share);
        }

        PutBack(_idleBatch, pass);
    }

    /// <summary>Updates <see cref="InferenceWeights"/> and their prepared form after the weights have changed.</summary>
    /// <param name="single">Whether single images will be predicted, for which dense layers need another layout.</param>
    internal void Fold(bool single = false)
    {
        var version = Weights.Version;
        if (Volatile.Read(ref _folded) == version && (!single || Volatile.Read(ref _foldedSingle) == version))
        {
            return;
        }

        lock (_folding)
        {
            if (_folded != version)
            {
                InferenceWeights.Fold(Weights, InferencePlan.Folds);
                InferencePrepared.Refresh();
                Volatile.Write(ref _folded, version);
            }

            if (single && _foldedSingle != version)
            {
                InferencePrepared.RefreshSingle();
                Volatile.Write(ref _foldedSingle, version);
            }
        }
    }

    private ForwardPass Take(ForwardPass?[] idle, int capacity)
    {
        for (var i = 0; i < idle.Length; i++)
        {
            if (idle[i] is not null && Interlocked.Exchange(ref idle[i], null) is { } pass)
            {
                return pass;
            }
        }

        return new ForwardPass(
            InferencePlan, InferenceWeights, InferencePrepared, new Workspace(InferencePlan, capacity, threads: 1, training: false));
    }

    private static void PutBack(ForwardPass?[] idle, ForwardPass pass)
    {
        for (var i = 0; i < idle.Length; i++)
        {
            if (idle[i] is null && Interlocked.CompareExchange(ref idle[i], pass, null) is null)
            {
                return;
            }
        }
    }
}
