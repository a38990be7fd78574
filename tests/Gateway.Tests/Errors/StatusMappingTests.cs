using Digits.Gateway.Errors;
using Grpc.Core;

namespace Digits.Gateway.Tests.Errors;

public sealed class StatusMappingTests
{
    // google/rpc/code.proto, the notes "HTTP Mapping".
    [Theory]
    [InlineData(0, "OK", 200)]
    [InlineData(1, "CANCELLED", 499)]
    [InlineData(2, "UNKNOWN", 500)]
    [InlineData(3, "INVALID_ARGUMENT", 400)]
    [InlineData(4, "DEADLINE_EXCEEDED", 504)]
    [InlineData(5, "NOT_FOUND", 404)]
    [InlineData(6, "ALREADY_EXISTS", 409)]
    [InlineData(7, "PERMISSION_DENIED", 403)]
    [InlineData(8, "RESOURCE_EXHAUSTED", 429)]
    [InlineData(9, "FAILED_PRECONDITION", 400)]
    [InlineData(10, "ABORTED", 409)]
    [InlineData(11, "OUT_OF_RANGE", 400)]
    [InlineData(12, "UNIMPLEMENTED", 501)]
    [InlineData(13, "INTERNAL", 500)]
    [InlineData(14, "UNAVAILABLE", 503)]
    [InlineData(15, "DATA_LOSS", 500)]
    [InlineData(16, "UNAUTHENTICATED", 401)]
    public void ToHttpStatus_Code_FollowsCodeProto(int code, string name, int status)
    {
        Assert.Equal(status, StatusMapping.ToHttpStatus((StatusCode)code));
        Assert.Equal(name, StatusMapping.NameOf((StatusCode)code));
    }
}
