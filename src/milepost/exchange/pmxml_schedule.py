"""Which element of a PMXML project is which column: activities, links, assignments, options."""

from __future__ import annotations

from milepost.exchange.pmxml_object import Object, columns

_CONSTRAINTS = {
    "Start On": "CS_MSO",
    "Start On or After": "CS_MSOA",
    "Start On or Before": "CS_MSOB",
    "Finish On": "CS_MEO",
    "Finish On or After": "CS_MEOA",
    "Finish On or Before": "CS_MEOB",
    "Mandatory Start": "CS_MANDSTART",
    "Mandatory Finish": "CS_MANDFIN",
    "As Late As Possible": "CS_ALAP",
}

_ACTIVITY = Object(
    "TASK",
    columns(
        task_id="ObjectId",
        proj_id="ProjectObjectId",
        wbs_id="WBSObjectId",
        clndr_id="CalendarObjectId",
        phys_complete_pct="PhysicalPercentComplete",
        complete_pct_type="PercentCompleteType",
        task_type="Type",
        duration_type="DurationType",
        status_code="Status",
        task_code="Id",
        task_name="Name",
        rsrc_id="PrimaryResourceObjectId",
        total_float_hr_cnt="TotalFloat",
        free_float_hr_cnt="FreeFloat",
        remain_drtn_hr_cnt="RemainingDuration",
        target_drtn_hr_cnt="PlannedDuration",
        act_work_qty="ActualLaborUnits",
        remain_work_qty="RemainingLaborUnits",
        target_work_qty="PlannedLaborUnits",
        act_equip_qty="ActualNonLaborUnits",
        remain_equip_qty="RemainingNonLaborUnits",
        target_equip_qty="PlannedNonLaborUnits",
        cstr_type="PrimaryConstraintType",
        cstr_date="PrimaryConstraintDate",
        cstr_type2="SecondaryConstraintType",
        cstr_date2="SecondaryConstraintDate",
        act_start_date="ActualStartDate",
        act_end_date="ActualFinishDate",
        expect_end_date="ExpectedFinishDate",
        early_start_date="EarlyStartDate RemainingEarlyStartDate",
        early_end_date="EarlyFinishDate RemainingEarlyFinishDate",
        late_start_date="LateStartDate RemainingLateStartDate",
        late_end_date="LateFinishDate RemainingLateFinishDate",
        restart_date="RemainingEarlyStartDate StartDate",
        reend_date="RemainingEarlyFinishDate FinishDate",
        target_start_date="PlannedStartDate",
        target_end_date="PlannedFinishDate",
        suspend_date="SuspendDate",
        resume_date="ResumeDate",
        external_early_start_date="ExternalEarlyStartDate",
        external_late_end_date="ExternalLateFinishDate",
        priority_type="LevelingPriority",
        driving_path_flag="IsLongestPath",
    ),
    {
        "task_type": {
            "Task Dependent": "TT_Task",
            "Resource Dependent": "TT_Rsrc",
            "Level of Effort": "TT_LOE",
            "Start Milestone": "TT_Mile",
            "Finish Milestone": "TT_FinMile",
            "WBS Summary": "TT_WBS",
        },
        "duration_type": {
            "Fixed Duration and Units/Time": "DT_FixedDrtn",
            "Fixed Duration and Units": "DT_FixedDUR2",
            "Fixed Units": "DT_FixedQty",
            "Fixed Units/Time": "DT_FixedRate",
        },
        "complete_pct_type": {"Duration": "CP_Drtn", "Units": "CP_Units", "Physical": "CP_Phys"},
        "status_code": {"Not Started": "TK_NotStart", "In Progress": "TK_Active", "Completed": "TK_Complete"},
        "priority_type": {
            "Top": "PT_Top",
            "High": "PT_High",
            "Normal": "PT_Normal",
            "Low": "PT_Low",
            "Lowest": "PT_Lowest",
        },
        "cstr_type": _CONSTRAINTS,
        "cstr_type2": _CONSTRAINTS,
    },
    frozenset({"phys_complete_pct"}),
)

_ASSIGNMENT = Object(
    "TASKRSRC",
    columns(
        taskrsrc_id="ObjectId",
        task_id="ActivityObjectId",
        proj_id="ProjectObjectId",
        rsrc_id="ResourceObjectId",
        role_id="RoleObjectId",
        acct_id="CostAccountObjectId",
        target_qty="PlannedUnits",
        remain_qty="RemainingUnits",
        act_qty="ActualUnits",
        act_reg_qty="ActualRegularUnits",
        act_ot_qty="ActualOvertimeUnits",
        target_qty_per_hr="PlannedUnitsPerTime",
        remain_qty_per_hr="RemainingUnitsPerTime",
        target_lag_drtn_hr_cnt="PlannedLag",
        target_cost="PlannedCost",
        act_cost="ActualCost",
        act_reg_cost="ActualRegularCost",
        act_ot_cost="ActualOvertimeCost",
        remain_cost="RemainingCost",
        act_start_date="ActualStartDate",
        act_end_date="ActualFinishDate",
        restart_date="RemainingStartDate StartDate",
        reend_date="RemainingFinishDate FinishDate",
        target_start_date="PlannedStartDate",
        target_end_date="PlannedFinishDate",
        curv_id="ResourceCurveObjectId",
        rate_type="RateType",
    ),
    {
        "rate_type": {
            "Price / Unit": "COST_PER_QTY",
            "Price / Unit 2": "COST_PER_QTY2",
            "Price / Unit 3": "COST_PER_QTY3",
            "Price / Unit 4": "COST_PER_QTY4",
            "Price / Unit 5": "COST_PER_QTY5",
        }
    },
)

#: The objects inside a project, by element name.
PROJECT_OBJECTS: dict[str, Object] = {
    "Activity": _ACTIVITY,
    "ResourceAssignment": _ASSIGNMENT,
    "WBS": Object(
        "PROJWBS",
        columns(
            wbs_id="ObjectId",
            proj_id="ProjectObjectId",
            parent_wbs_id="ParentObjectId",
            seq_num="SequenceNumber",
            wbs_short_name="Code",
            wbs_name="Name",
            obs_id="OBSObjectId",
        ),
    ),
    "Relationship": Object(
        "TASKPRED",
        columns(
            task_pred_id="ObjectId",
            task_id="SuccessorActivityObjectId",
            pred_task_id="PredecessorActivityObjectId",
            proj_id="SuccessorProjectObjectId",
            pred_proj_id="PredecessorProjectObjectId",
            pred_type="Type",
            lag_hr_cnt="Lag",
            comments="Comments",
        ),
        {
            "pred_type": {
                "Finish to Start": "PR_FS",
                "Start to Start": "PR_SS",
                "Finish to Finish": "PR_FF",
                "Start to Finish": "PR_SF",
            }
        },
    ),
    "ActivityExpense": Object(
        "PROJCOST",
        columns(
            cost_item_id="ObjectId",
            task_id="ActivityObjectId",
            proj_id="ProjectObjectId",
            acct_id="CostAccountObjectId",
            act_cost="ActualCost",
            remain_cost="RemainingCost",
            target_cost="PlannedCost",
            cost_load_type="AccrualType",
        ),
        {
            "cost_load_type": {
                "Start of Activity": "CL_Start",
                "End of Activity": "CL_End",
                "Uniform Over Activity": "CL_Uniform",
            }
        },
    ),
    "ActivityNote": Object(
        "TASKMEMO",
        columns(
            task_id="ActivityObjectId",
            proj_id="ProjectObjectId",
            memo_type_id="NotebookTopicObjectId",
            task_memo="Note RawTextNote",
        ),
    ),
    "ActivityStep": Object("TASKPROC", columns(proj_id="ProjectObjectId", task_id="ActivityObjectId")),
}

PROJECT = Object(
    "PROJECT",
    columns(
        proj_id="ObjectId",
        proj_short_name="Id",
        proj_name="Name",
        guid="GUID",
        clndr_id="ActivityDefaultCalendarObjectId",
        plan_start_date="PlannedStartDate",
        last_recalc_date="DataDate",
        plan_end_date="MustFinishByDate",
        critical_drtn_hr_cnt="CriticalActivityFloatThreshold CriticalActivityFloatLimit",
        critical_path_type="CriticalActivityPathType",
        sum_base_proj_id="CurrentBaselineProjectObjectId",
        orig_proj_id="OriginalProjectObjectId",
        name_sep_char="WBSCodeSeparator",
        obs_id="OBSObjectId",
    ),
    {"critical_path_type": {"Longest Path": "CT_DrivPath", "Critical Float": "CT_TotFloat"}},
)

OPTIONS = Object(
    "SCHEDOPTIONS",
    columns(
        sched_calendar_on_relationship_lag="RelationshipLagCalendar",
        sched_float_type="ComputeTotalFloatType",
        sched_retained_logic="OutOfSequenceScheduleType",
        sched_progress_override="OutOfSequenceScheduleType",
        sched_lag_early_start_flag="StartToStartLagCalculationType",
        sched_use_expect_end_flag="UseExpectedFinishDates",
        sched_outer_depend_type="IgnoreOtherProjectRelationships",
    ),
    {
        "sched_calendar_on_relationship_lag": {
            "Predecessor Activity Calendar": "rcal_Predecessor",
            "Successor Activity Calendar": "rcal_Successor",
            "24 Hour Calendar": "rcal_24Hour",
            "Project Default Calendar": "rcal_ProjDefault",
        },
        "sched_float_type": {
            "Start Float = Late Start - Early Start": "FT_SS",
            "Finish Float = Late Finish - Early Finish": "FT_FF",
            "Smallest of Start Float and Finish Float": "FT_Min",
        },
        "sched_retained_logic": {"Retained Logic": "Y", "Progress Override": "N", "Actual Dates": "N"},
        "sched_progress_override": {"Retained Logic": "N", "Progress Override": "Y", "Actual Dates": "N"},
        "sched_outer_depend_type": {"1": "SD_None", "true": "SD_None", "0": "SD_Both", "false": "SD_Both"},
    },
)
