using Digits.Learning.Networks;
using Digits.Learning.Training.Engines;

namespace Digits.Learning.Training.Runs;

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
        TrainingChecks.Check(data, settings, observer);
        cancellationToken.ThrowIfCancellationRequested();

        data = data.HoldOut(settings);
        var threads = WorkerTeam.Threads(settings.Threads);
        var plan = Plan.Compile(settings.Layers, data.Train.Shape, data.ClassCount);
        TrainingChecks.CheckMemory(plan, settings.BatchSizeFor(data.Train), threads);
        using var team = new WorkerTeam(threads);
        CpuEngine Create(Network network, uint seed) => new(network, data, settings, seed, team);
        return new TrainingRun(data, settings, Create, _time, observer).Train(cancellationToken);
    }
}
