"""Which element of the lists all projects of a PMXML file share is which column: resources, codes, calendars."""

from __future__ import annotations

from milepost.exchange.pmxml_object import Object, columns

_PRICES = {
    "cost_per_qty": "PricePerUnit",
    "cost_per_qty2": "PricePerUnit2",
    "cost_per_qty3": "PricePerUnit3",
    "cost_per_qty4": "PricePerUnit4",
    "cost_per_qty5": "PricePerUnit5",
}

#: The objects outside projects, by element name; codes, fields and calendars also occur inside.
SHARED_OBJECTS: dict[str, Object] = {
    "Resource": Object(
        "RSRC",
        columns(
            rsrc_id="ObjectId",
            parent_rsrc_id="ParentObjectId",
            clndr_id="CalendarObjectId",
            rsrc_short_name="Id",
            rsrc_name="Name",
            rsrc_type="ResourceType",
            email_addr="EmailAddress",
            active_flag="IsActive",
            unit_id="UnitOfMeasureObjectId",
            rsrc_notes="ResourceNotes",
        ),
        {"rsrc_type": {"Labor": "RT_Labor", "Nonlabor": "RT_Equip", "Material": "RT_Mat"}},
    ),
    "ResourceRate": Object(
        "RSRCRATE",
        columns(rsrc_id="ResourceObjectId", max_qty_per_hr="MaxUnitsPerTime", start_date="EffectiveDate", **_PRICES),
    ),
    "Role": Object("ROLES", columns(role_id="ObjectId", role_short_name="Id", role_name="Name")),
    "RoleRate": Object("ROLERATE", columns(role_id="RoleObjectId", start_date="EffectiveDate", **_PRICES)),
    "RoleLimit": Object(
        "ROLELIMIT", columns(role_id="RoleObjectId", max_qty_per_hr="MaxUnitsPerTime", start_date="EffectiveDate")
    ),
    "CostAccount": Object("ACCOUNT", columns(acct_id="ObjectId", acct_short_name="Id", acct_name="Name")),
    "OBS": Object("OBS", columns(obs_id="ObjectId", obs_name="Name")),
    "NotebookTopic": Object("MEMOTYPE", columns(memo_type_id="ObjectId", memo_type="Name")),
    "UnitOfMeasure": Object("UMEASURE", columns(unit_id="ObjectId", unit_abbrev="Abbreviation", unit_name="Name")),
    "ResourceCurve": Object("RSRCCURV", columns(curv_id="ObjectId", curv_name="Name")),
    "Currency": Object(
        "CURRTYPE", columns(curr_id="ObjectId", curr_short_name="Id", decimal_digit_cnt="DecimalPlaces")
    ),
    "ActivityCodeType": Object("ACTVTYPE", columns(actv_code_type_id="ObjectId", actv_code_type="Name")),
    "ActivityCode": Object(
        "ACTVCODE",
        columns(
            actv_code_id="ObjectId",
            actv_code_type_id="CodeTypeObjectId",
            short_name="CodeValue",
            actv_code_name="Description",
        ),
    ),
    "UDFType": Object(
        "UDFTYPE",
        columns(udf_type_id="ObjectId", table_name="SubjectArea", logical_data_type="DataType", udf_type_label="Title"),
        {
            "table_name": {
                "Activity": "TASK",
                "WBS": "PROJWBS",
                "Project": "PROJECT",
                "Resource": "RSRC",
                "Resource Assignment": "TASKRSRC",
            },
            "logical_data_type": {
                "Text": "FT_TEXT",
                "Start Date": "FT_START_DATE",
                "Finish Date": "FT_END_DATE",
                "Double": "FT_FLOAT_2_DECIMALS",
                "Integer": "FT_INT",
                "Cost": "FT_MONEY",
                "Indicator": "FT_STATICTYPE",
            },
        },
    ),
    "Calendar": Object(
        "CALENDAR",
        columns(
            clndr_id="ObjectId",
            clndr_name="Name",
            proj_id="ProjectObjectId",
            base_clndr_id="BaseCalendarObjectId",
            default_flag="IsDefault",
            day_hr_cnt="HoursPerDay",
            week_hr_cnt="HoursPerWeek",
            month_hr_cnt="HoursPerMonth",
        ),
    ),
}

#: The elements a user-defined value may stand in, and its column.
UDF_VALUES = {
    "TextValue": "udf_text",
    "IndicatorValue": "udf_text",
    "CodeValue": "udf_text",
    "StartDateValue": "udf_date",
    "FinishDateValue": "udf_date",
    "CostValue": "udf_number",
    "DoubleValue": "udf_number",
    "IntegerValue": "udf_number",
}
