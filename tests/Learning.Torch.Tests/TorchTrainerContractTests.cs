using Digits.Learning.Tests.Training;
using Digits.Learning.Training;

namespace Digits.Learning.Torch.Tests;

public sealed class TorchTrainerContractTests : TrainerContract
{
    protected override ITrainer Create() => new TorchTrainer();
}
