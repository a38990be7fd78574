using Digits.Learning.Networks;
using Digits.Learning.Training;
using Digits.Learning.Training.Engines;

namespace Digits.Learning.Tests.Parity;

public sealed class CpuTrainingParityTests : TrainingParity, IDisposable
{
    private readonly WorkerTeam _team = new(2);

    public void Dispose() => _team.Dispose();

    private protected override IEngine Create(Network network, TrainingData data, TrainingSettings settings) =>
        new CpuEngine(network, data, settings, settings.Seed, _team);
}
