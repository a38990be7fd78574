using Digits.Learning.Networks;
using Digits.Learning.Tests.Parity;
using Digits.Learning.Training;
using Digits.Learning.Training.Engines;

namespace Digits.Learning.Torch.Tests;

public sealed class TorchTrainingParityTests : TrainingParity
{
    private protected override IEngine Create(Network network, TrainingData data, TrainingSettings settings) =>
        new TorchEngine(network, data, settings, settings.Seed);
}
