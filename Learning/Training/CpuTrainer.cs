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
        TrainingData data, TrainingSettings settings, ITrainingObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(observer);
        TrainingChecks.CheckSettings(settings, data.HasValidation);
        TrainingChecks.CheckData(data);
        cancellationToken.ThrowIfCancellationRequested();

        data = data.HoldOut(settings);
        var network = Network.Create(new Architecture(settings.Layers), data.Train.Shape, data.ClassCount, settings.Seed);
        var batchSize = Math.Min(settings.BatchSize, data.Train.Count);
        var threads = WorkerTeam.Threads(settings.Threads);
        TrainingChecks.CheckMemory(network.Plan, batchSize, threads);
        using var team = new WorkerTeam(threads);
        var run = new TrainingRun(network, data.Train, data.Test, settings, team, batchSize, _time, observer);
        return run.Train(cancellationToken);
    }
}
