using Digits.Learning.Networks;
using Digits.Learning.Training;
using Digits.Learning.Training.Engines;
using Digits.Learning.Training.Runs;
using TorchSharp;

namespace Digits.Learning.Torch;

/// <summary>Trains with PyTorch's engine, by TorchSharp, on the CPU.</summary>
/// <remarks>
/// First weights, order of the images, augmentation and learning rates are those of the managed engine for the same seed; what
/// dropout drops is not. The same images, settings, seed and number of threads give the same weights on one machine. The number of
/// threads is a setting of the whole process. Where other work shares the cores, start the process with
/// <c>OMP_WAIT_POLICY=passive</c>, or its threads spin for each other.
/// </remarks>
public sealed class TorchTrainer : ITrainer
{
    private readonly TimeProvider _time;

    /// <summary>Loads the native library.</summary>
    /// <param name="time">Measures durations; null means the system's clock.</param>
    /// <exception cref="NotSupportedException">The native library cannot be loaded; the message says why.</exception>
    public TorchTrainer(TimeProvider? time = null)
    {
        if (TorchLibrary.Fault is { } fault)
        {
            throw new NotSupportedException(fault);
        }

        _time = time ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public TrainingResult Train(
        TrainingData data, TrainingSettings settings, ITrainingObserver observer, CancellationToken cancellationToken)
    {
        TrainingChecks.Check(data, settings, observer);
        cancellationToken.ThrowIfCancellationRequested();

        data = data.HoldOut(settings);
        torch.set_num_threads(WorkerTeam.Threads(settings.Threads));
        TorchEngine Create(Network network, uint seed) => new(network, data, settings, seed);
        return new TrainingRun(data, settings, Create, _time, observer).Train(cancellationToken);
    }
}
