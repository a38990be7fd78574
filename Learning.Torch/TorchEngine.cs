using Digits.Learning.Augmentation;
using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Training;
using Digits.Learning.Training.Engines;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Digits.Learning.Torch;

/// <summary>PyTorch's engine. Every step runs inside a dispose scope, so that only weights and moments outlive it.</summary>
internal sealed class TorchEngine : IEngine
{
    private const int JudgeSize = 256;

    private readonly TorchNetwork _network;
    private readonly TorchNetwork? _average;
    private readonly TorchOptimizer _optimizer;
    private readonly TorchImages _images;
    private readonly double _smoothing;
    private readonly double _decay;

    private long _step;

    /// <param name="network">The network to train, with its first weights.</param>
    /// <param name="data">The images.</param>
    /// <param name="settings">Batch size, optimiser and so on.</param>
    /// <param name="seed">Decides augmentation and what dropout drops.</param>
    public TorchEngine(Network network, TrainingData data, TrainingSettings settings, uint seed)
    {
        torch.random.manual_seed(seed);
        Kept = network;
        _network = Copy(network);
        _average = settings.WeightAveraging > 0 ? Copy(network) : null;
        _optimizer = new TorchOptimizer(settings.Optimizer, _network.Parameters);
        _images = new TorchImages(data.Train, Augmenter.Create(settings.Augmentation, data.Train.Shape, seed, threads: 1));
        _smoothing = settings.LabelSmoothing;
        _decay = settings.WeightAveraging;
    }

    public Network Kept { get; }

    public (double Loss, int Right) Step(int[] order, int start, int count, double rate, uint key)
    {
        using var scope = torch.NewDisposeScope();
        var chosen = order.AsSpan(start, count);
        var labels = _images.Labels(chosen);
        _network.Training = true;
        _optimizer.Clear();
        var scores = _network.Scores(_images.Pixels(chosen, key));
        var loss = functional.cross_entropy(scores, labels, label_smoothing: _smoothing);
        loss.backward();
        _optimizer.Step(rate);
        Follow();
        return ((double)loss.item<float>() * count, (int)scores.argmax(1).eq(labels).sum().item<long>());
    }

    public bool FinishEpoch()
    {
        using (torch.no_grad())
        {
            foreach (var (average, current) in Pairs().Where(pair => !pair.Current.Trained))
            {
                average.Tensor.copy_(current.Tensor);
            }
        }

        TorchWeights.Copy(_average ?? _network, Kept);
        return Kept.Weights.AllFinite();
    }

    public Evaluation Evaluate(LabeledImages images, CancellationToken cancellationToken)
    {
        var network = _average ?? _network;
        network.Training = false;
        var tensors = new TorchImages(images);
        var confusion = new ConfusionMatrix(Kept.ClassCount);
        var (loss, right) = (0.0, 0);
        for (var start = 0; start < images.Count; start += JudgeSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            using var _ = torch.no_grad();
            int[] chosen = [.. Enumerable.Range(start, Math.Min(JudgeSize, images.Count - start))];
            var scores = network.Scores(tensors.Pixels(chosen, key: 0));
            loss += functional.cross_entropy(scores, tensors.Labels(chosen), reduction: Reduction.Sum).item<float>();
            foreach (var (image, best) in chosen.Zip(scores.argmax(1).data<long>().ToArray()))
            {
                confusion.Add(images.Labels[image], (int)best);
                right += best == images.Labels[image] ? 1 : 0;
            }
        }

        return new Evaluation((double)right / images.Count, loss / images.Count, confusion);
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _average?.Dispose();
        _network.Dispose();
    }

    private static TorchNetwork Copy(Network network)
    {
        var copy = new TorchNetwork(network.Architecture.Layers, network.InputShape, network.ClassCount);
        TorchWeights.Copy(network, copy);
        return copy;
    }

    // The same average as in WeightAverage: a = a + s · (w - a), s = (1 - d) / (1 - dᵗ).
    private void Follow()
    {
        if (_average is null)
        {
            return;
        }

        using var _ = torch.no_grad();
        var share = torch.tensor((float)((1 - _decay) / (1 - Math.Pow(_decay, ++_step))));
        foreach (var (average, current) in Pairs().Where(pair => pair.Current.Trained))
        {
            average.Tensor.lerp_(current.Tensor, share);
        }
    }

    private IEnumerable<(TorchParameter Average, TorchParameter Current)> Pairs() =>
        _average is null ? [] : _average.Parameters.Zip(_network.Parameters);
}
