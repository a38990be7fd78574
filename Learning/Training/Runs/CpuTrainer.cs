using Digits.Learning.Networks;
using Digits.Learning.Training.Engines;

namespace Digits.Learning.Training.Runs;

/// <summary>Trains with the managed engine on the CPU's vector units and all allowed cores.</summary>
/// <remarks>
/// The same images, settings and seed give the same weights to the bit on one kind of processor, whatever the number of threads.
/// Processors whose vectors have another width sum in another order, and so differ in the last bits.
/// </remarks>
/// <param name="time">Measures durations; null means the system's clock.</param>
public sealed class CpuTrainer(TimeProvider? time = null) : Trainer(time)
{
    private protected override IEngine CreateEngine(Network network, TrainingData data, TrainingSettings settings, uint seed) =>
        new CpuEngine(network, data, settings, seed);
}
