using Digits.Datasets;
using Digits.ServiceDefaults.Errors;
using Google.Rpc;
using Grpc.Core;

namespace Digits.Processing.Tests;

public sealed class RefusalInterceptorTests
{
    private static readonly Dictionary<RefusalKind, (RefusalException Refusal, StatusCode Code)> Refusals = new[]
    {
        (RefusalException.InvalidInput("WRONG", "It is wrong.", ("name", "required")), StatusCode.InvalidArgument),
        (RefusalException.NotFound("WRONG", "It is wrong."), StatusCode.NotFound),
        (RefusalException.AlreadyExists("WRONG", "It is wrong."), StatusCode.AlreadyExists),
        (RefusalException.NotPossible("WRONG", "It is wrong."), StatusCode.FailedPrecondition),
        (RefusalException.Busy("WRONG", "It is wrong."), StatusCode.Aborted),
        (RefusalException.Exhausted("WRONG", "It is wrong."), StatusCode.ResourceExhausted),
        (RefusalException.Unavailable("WRONG", "It is wrong."), StatusCode.Unavailable),
        (RefusalException.Damaged("WRONG", "It is wrong."), StatusCode.DataLoss),
    }.ToDictionary(pair => pair.Item1.Kind);

    [Fact]
    public void ToStatus_EveryKind_HasItsCodeWithReasonAndMessage() => Assert.All(Enum.GetValues<RefusalKind>(), kind =>
    {
        var (refusal, code) = Refusals[kind];

        var status = RefusalInterceptor.ToStatus(refusal);

        Assert.Equal((code, "WRONG", "It is wrong."), (status.StatusCode, RpcErrors.Reason(status), status.Status.Detail));
    });

    [Fact]
    public void ToStatus_InvalidInput_NamesTheField()
    {
        var details = RpcErrors.Details(RefusalInterceptor.ToStatus(Refusals[RefusalKind.InvalidInput].Refusal))!;

        var violation = details.GetDetail<BadRequest>().FieldViolations.Single();
        Assert.Equal(("name", "required"), (violation.Field, violation.Description));
    }
}
