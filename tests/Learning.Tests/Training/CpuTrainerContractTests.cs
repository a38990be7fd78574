using Digits.Learning.Training;

namespace Digits.Learning.Tests.Training;

public sealed class CpuTrainerContractTests : TrainerContract
{
    protected override ITrainer Create() => new CpuTrainer();
}
