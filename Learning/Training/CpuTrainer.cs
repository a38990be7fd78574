using Digits.Learning.Data;
using Digits.Learning.Networks;

namespace Digits.Learning.Training;

/// <summary>Trains with the managed engine on the CPU's vector units and all allowed cores.</summary>
/// <remarks>
/// The same images, settings and seed give the same weights to the bit on one kind of processor, whatever the number of threads.
/// Processors whose vectors have another width sum in another order, and so differ in the last bits.
/// </remarks>
/// <param name="time">Measures durations; null means the system's clock.</param>
public sealed class CpuTrainer(TimeProvider? time = null) : ITrainer
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <inheritdoc/>
    public TrainingResult Train(
        LabeledImages train,
        LabeledImages test,
        int classCount,
        TrainingSettings settings,
        ITrainingObserver observer,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(observer);
        if (train.Count == 0)
        {
            throw new ArgumentException("There are no images to learn from.", nameof(train));
        }

        TrainingChecks.CheckSettings(settings);
        TrainingChecks.CheckImages(train, nameof(train), train.Shape, classCount);
        TrainingChecks.CheckImages(test, nameof(test), train.Shape, classCount);
        cancellationToken.ThrowIfCancellationRequested();

        var network = Network.Create(new Architecture(settings.Layers), train.Shape, classCount, settings.Seed);
        var batchSize = Math.Min(settings.BatchSize, train.Count);
        var threads = WorkerTeam.Threads(settings.Threads);
        TrainingChecks.CheckMemory(network.Plan, batchSize, threads);
        using var team = new WorkerTeam(threads);
        var run = new TrainingRun(network, train, test, settings, team, batchSize, _time, observer);
        return run.Train(cancellationToken);
    }
}
