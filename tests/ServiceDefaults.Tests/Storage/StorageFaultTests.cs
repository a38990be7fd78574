using Digits.ServiceDefaults.Errors;
using Digits.ServiceDefaults.Storage;
using Grpc.Core;
using Microsoft.Data.Sqlite;

namespace Digits.ServiceDefaults.Tests.Storage;

public sealed class StorageFaultTests
{
    [Theory]
    [InlineData(13, 13, StorageFault.Full)]
    [InlineData(10, 4874, StorageFault.Full)]
    [InlineData(8, 8, StorageFault.ReadOnly)]
    [InlineData(8, 1544, StorageFault.ReadOnly)]
    [InlineData(14, 14, StorageFault.ReadOnly)]
    [InlineData(10, 778, StorageFault.Failed)]
    [InlineData(5, 5, null)]
    [InlineData(19, 2067, null)]
    public void Find_ErrorOfSqlite_IsRecognised(int code, int extendedCode, StorageFault? fault) =>
        Assert.Equal(fault, StorageFaults.Find(new SqliteException("", code, extendedCode)));

    [Theory]
    [InlineData(28, StorageFault.Full)]
    [InlineData(122, StorageFault.Full)]
    [InlineData(30, StorageFault.ReadOnly)]
    [InlineData(5, StorageFault.Failed)]
    [InlineData(unchecked((int)0x80070070), StorageFault.Full)]
    [InlineData(2, null)]
    [InlineData(11, null)]
    public void Find_ErrorOfAFile_IsRecognised(int code, StorageFault? fault) =>
        Assert.Equal(fault, StorageFaults.Find(new IOException("", code)));

    [Fact]
    public void Find_CauseWithinOthers_IsFound()
    {
        var full = new SqliteException("", 13);

        Assert.Equal(StorageFault.Full, StorageFaults.Find(new InvalidOperationException("", new AggregateException(new ArgumentException(), full))));
        Assert.Equal(StorageFault.Full, StorageFaults.Find(StorageFaults.NoSpace()));
        Assert.Null(StorageFaults.Find(new InvalidOperationException("", new ArgumentException())));
        Assert.Null(StorageFaults.Find(null));
    }

    [Theory]
    [InlineData(StorageFault.Full, StatusCode.ResourceExhausted, "DISK_FULL")]
    [InlineData(StorageFault.ReadOnly, StatusCode.FailedPrecondition, "DISK_READ_ONLY")]
    [InlineData(StorageFault.Failed, StatusCode.Internal, "DISK_FAILED")]
    public void ToRpc_EachFault_NamesTheVolumeAndWhatToDo(StorageFault fault, StatusCode code, string reason)
    {
        var exception = StorageFaultInterceptor.ToRpc(fault, "model volume");

        Assert.Equal((code, reason), (exception.StatusCode, RpcErrors.Reason(exception)));
        Assert.StartsWith("The model volume ", exception.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Reserve_TakenAndReleased_HoldsItsSpace()
    {
        var folder = Directory.CreateTempSubdirectory("digits-reserve-");
        try
        {
            var path = Path.Combine(folder.FullName, "reserve");
            var reserve = new DiskReserve(path, 1 << 20);
            Assert.True(!reserve.IsHeld && reserve.TryTake() && reserve.IsHeld && reserve.TryTake());
            Assert.Equal(1 << 20, new FileInfo(path).Length);
            reserve.Release();
            Assert.False(reserve.IsHeld);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
