using Digits.Tests.Databases;
using Digits.Training.Storage;

namespace Digits.Training.Tests.Storage;

public sealed class MigrationTests
{
    private readonly MigrationChecks<TrainingContext> _checks = new(options => new TrainingContext(options));

    [Fact]
    public void Migrations_NewSqliteDatabase_HasTheTablesOfTheModel() => _checks.NewSqliteDatabaseHasTheTablesOfTheModel();

    [Fact]
    public void Migrations_Columns_LeaveTheirTypesToTheProvider() => _checks.ColumnsLeaveTheirTypesToTheProvider();

    [Fact]
    public void Migrations_Postgres_GiveEveryColumnTheTypeOfTheModel() => _checks.PostgresTablesAreThoseOfTheModel("\"Ordinal\"");
}
