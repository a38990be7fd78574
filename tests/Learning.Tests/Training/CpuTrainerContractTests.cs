using Digits.Learning.Training;
using Digits.Learning.Training.Runs;

namespace Digits.Learning.Tests.Training;

public sealed class CpuTrainerContractTests : TrainerContract
{
    protected override ITrainer Create() => new CpuTrainer();
}
