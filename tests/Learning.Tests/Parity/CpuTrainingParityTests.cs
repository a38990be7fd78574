using Digits.Learning.Networks;
using Digits.Learning.Training;
using Digits.Learning.Training.Engines;

namespace Digits.Learning.Tests.Parity;

public sealed class CpuTrainingParityTests : TrainingParity
{
    private protected override IEngine Create(Network network, TrainingData data, TrainingSettings settings) =>
        new CpuEngine(network, data, settings with { Threads = 2 }, settings.Seed);
}
