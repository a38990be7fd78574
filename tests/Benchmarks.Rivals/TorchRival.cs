using System.Diagnostics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Digits.Benchmarks.Rivals;

/// <summary>
/// libtorch by TorchSharp, used directly. Network, optimiser and step are those of SeedTraining.cs: images are shuffled every epoch, taken
/// as bytes and turned into floats.
/// </summary>
internal sealed class TorchRival : IRival
{
    private const int Batch = 64;
    private const int Batches = 100;

    private readonly torch.Tensor _images = torch.randint(0, 256, [Batch * Batches, 1, 28, 28], dtype: torch.ScalarType.Byte);
    private readonly torch.Tensor _labels = torch.randint(0, 10, [Batch * Batches], dtype: torch.ScalarType.Int64);
    private readonly Sequential _network = Sequential(
        Conv2d(1, 32, 3), ReLU(), Conv2d(32, 64, 3), ReLU(), MaxPool2d(2), Dropout(0.25), Flatten(),
        Linear(9216, 128), ReLU(), Dropout(0.5), Linear(128, 10));
    private readonly torch.optim.Optimizer _optimizer;
    private torch.Tensor _order = torch.empty(0);
    private int _batch;

    public TorchRival() => _optimizer = torch.optim.Adam(_network.parameters(), 1e-3);

    public string Description => $"libtorch by TorchSharp {typeof(torch).Assembly.GetName().Version} (made for PyTorch {torch.__version__})";

    public double Train(int threads, double seconds)
    {
        torch.set_num_threads(threads);
        _network.train();
        var (started, steps) = (Stopwatch.GetTimestamp(), 0);
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
        {
            Step();
            steps++;
        }

        return steps * Batch / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public double Infer(int batch, int threads, double seconds)
    {
        torch.set_num_threads(threads);
        _network.eval();
        using var inference = torch.inference_mode();
        using var images = _images.slice(0, 0, batch, 1);
        return Median.Of(
            () =>
            {
                using var scope = torch.NewDisposeScope();
                _network.forward(images.to_type(torch.ScalarType.Float32).div_(255)).softmax(1).data<float>().ToArray();
            },
            seconds);
    }

    public void Dispose()
    {
        _order.Dispose();
        _optimizer.Dispose();
        _network.Dispose();
        _labels.Dispose();
        _images.Dispose();
    }

    private void Step()
    {
        using var scope = torch.NewDisposeScope();
        if (_batch % Batches == 0)
        {
            _order.Dispose();
            _order = torch.randperm(Batch * Batches, dtype: torch.ScalarType.Int64).MoveToOuterDisposeScope();
        }

        var chosen = _order.slice(0, _batch % Batches * Batch, ((_batch % Batches) + 1) * Batch, 1);
        _batch++;
        var images = _images.index_select(0, chosen).to_type(torch.ScalarType.Float32).div_(255);
        _optimizer.zero_grad();
        functional.cross_entropy(_network.forward(images), _labels.index_select(0, chosen)).backward();
        _optimizer.step();
    }
}
